# An image of the command multigres-meta, and so of the bridge:
#   docker build -t registry.example/multigres-meta:1 .
# deploy/kubernetes/bridge runs it; docs/bridge.md says how.
FROM docker.io/library/maven:3.9-eclipse-temurin-17 AS build
WORKDIR /source
COPY . .
# As bin/multigres-meta builds it: the checks belong to bin/verify.
RUN mvn -B -q -pl multigres-meta-cli -am package -Dmaven.test.skip=true -Dspotless.check.skip=true \
      -Dmaven.javadoc.skip=true -Dmaven.source.skip=true -Dstandalone.skip=true \
 && mkdir /command \
 && cp multigres-meta-cli/target/multigres-meta-cli-*.jar /command/ \
 && tr ':' '\n' <multigres-meta-cli/target/classpath | xargs -I JAR cp JAR /command/

FROM docker.io/library/eclipse-temurin:17-jre
COPY --from=build /command /command
# A number, because Kubernetes cannot tell of a name whether it is root (runAsNonRoot).
USER 65532:65532
# Half of the container's memory for the heap: each cluster has threads and connections beside it.
ENV MALLOC_ARENA_MAX=2
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-cp", "/command/*", "com.multigres.meta.cli.Main"]
