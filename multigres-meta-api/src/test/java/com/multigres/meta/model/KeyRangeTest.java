package com.multigres.meta.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRangeTest {
  @ParameterizedTest(name = "{0} is read as [{1}, {2}) and written {3}")
  @CsvSource({
    "0-inf, '', '', 0-inf",
    "-, '', '', 0-inf",
    "0-8, '', 80, 0-8",
    "0-80, '', 80, 0-8",
    "-80, '', 80, 0-8",
    "8-inf, 80, '', 8-inf",
    "80-, 80, '', 8-inf",
    "40-80, 40, 80, 4-8",
    "4-8, 40, 80, 4-8",
    "00-4, 00, 40, 00-4",
    "0-00, '', 00, 0-00",
    "00-01, 00, 01, 00-01",
    "000-4, 0000, 40, 000-4",
    "0000-4, 0000, 40, 000-4",
    "010-0100ff, 0100, 0100ff, 010-0100ff",
    "1234-5, 1234, 50, 1234-5",
    "123-5, 1230, 50, 123-5",
    "f-inf, f0, '', f-inf",
  })
  void everyTextFormIsReadAndWritten(String text, String start, String end, String written) {
    KeyRange range = KeyRange.parse(text);
    assertThat(range.startHex()).isEqualTo(start);
    assertThat(range.endHex()).isEqualTo(end);
    assertThat(range.shardName()).isEqualTo(written);
    assertThat(KeyRange.parse(written)).isEqualTo(range);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8-4", "4-4", "80-8", "0-", "-inf", "zz-", "-zz", "8-zz", "", "0", "inf", "8", "--",
        "0-8-c", "8A-9", "8-9A", "0x8-9", " 0-8", "0-8 ", "inf-0", "inf-8", "8-INF", "+8-9", "٨-9",
        "00-00"
      })
  void aTextThatSpellsNoRangeIsRefusedByName(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyRange.parse(text))
        .withMessageContaining("'" + text + "' is not a key range: ");
  }

  @ParameterizedTest
  @CsvSource({
    "zz-8, its start 'zz' is not lower-case hexadecimal",
    "inf-8, its start 'inf' is not lower-case hexadecimal",
    "8-9A, its end '9A' is not lower-case hexadecimal",
    "8-4, its end '4' is not behind its start '8'",
    "00-00, its end '00' is not behind its start '00'",
    "8, it has no -",
    "0-8-c, it has more than one -",
  })
  void aRefusalNamesThePartThatIsWrongAndShowsHowToWriteIt(String text, String fault) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyRange.parse(text))
        .withMessage(
            "'"
                + text
                + "' is not a key range: "
                + fault
                + "; write START-END, as 0-8, -80 or 8-inf");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0-8", "-80", "8-inf"})
  void theExamplesOfARefusalAreRanges(String example) {
    assertThat(KeyRange.parse(example)).isNotEqualTo(KeyRange.full());
  }

  @Test
  void anEmptyRangeCannotBeMade() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyRange(bytes(0x80), bytes(0x40)))
        .withMessage("key range 8-4 is empty: its end must be behind its start");
  }

  @Test
  void aRangeContainsItsStartAndNotItsEnd() {
    KeyRange range = KeyRange.parse("4-8");
    assertThat(List.of(bytes(0x40), bytes(0x40, 0), bytes(0x7f, 0xff))).allMatch(range::contains);
    assertThat(List.of(ByteString.EMPTY, bytes(0x3f, 0xff), bytes(0x80), bytes(0xff)))
        .noneMatch(range::contains);
    assertThat(range.contains(new byte[] {0x40})).isTrue();
    assertThat(range.contains(new byte[] {(byte) 0x80})).isFalse();
  }

  @Test
  void onlyAnOpenStartContainsTheEmptyKey() {
    assertThat(KeyRange.parse("0-4").contains(ByteString.EMPTY)).isTrue();
    assertThat(KeyRange.parse("0-00").contains(new byte[0])).isTrue();
    assertThat(KeyRange.parse("0-00").contains(bytes(0))).isFalse();
    assertThat(KeyRange.parse("00-4").contains(ByteString.EMPTY)).isFalse();
    assertThat(KeyRange.parse("00-4").contains(bytes(0))).isTrue();
  }

  @Test
  void bytesAreComparedUnsigned() {
    assertThat(KeyRange.parse("7f-81").contains(bytes(0x80))).isTrue();
    assertThat(KeyRange.parse("8-inf").contains(new byte[] {(byte) 0xff})).isTrue();
  }

  @Test
  void aRangeContainsThoseInsideIt() {
    KeyRange range = KeyRange.parse("4-8");
    assertThat(Stream.of("4-8", "4-6", "5-8", "50-50ff")).allMatch(t -> range.containsRange(of(t)));
    assertThat(Stream.of("0-8", "4-inf", "3-5", "7-9", "8-9", "0-inf"))
        .noneMatch(t -> range.containsRange(of(t)));
    assertThat(KeyRange.full().containsRange(KeyRange.full())).isTrue();
  }

  @Test
  void rangesOverlapWhereAKeyIsInBoth() {
    assertThat(of("0-4").overlaps(of("4-8"))).isFalse();
    assertThat(of("4-8").overlaps(of("0-4"))).isFalse();
    assertThat(of("0-5").overlaps(of("4-inf"))).isTrue();
    assertThat(of("0-inf").overlaps(of("80-800000"))).isTrue();
  }

  @Test
  void neighboursMergeInEitherOrder() {
    assertThat(of("4-8").merge(of("8-c"))).isEqualTo(of("4-c"));
    assertThat(of("8-inf").merge(of("0-8"))).isEqualTo(KeyRange.full());
    assertThat(of("0-4").isAdjacent(of("4-inf"))).isTrue();
    assertThat(of("0-inf").isAdjacent(of("0-inf"))).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of("0-4").merge(of("8-c")))
        .withMessage("key ranges 0-4 and 8-c are not neighbours");
  }

  @ParameterizedTest(name = "{0} into {1}: {2}")
  @CsvSource({
    "0-inf, 1, 0-inf",
    "0-inf, 2, 0-8 8-inf",
    "0-inf, 3, 0-55 55-aa aa-inf",
    "0-inf, 4, 0-4 4-8 8-c c-inf",
    "0-8, 2, 0-4 4-8",
    "8-inf, 2, 8-c c-inf",
    "40-41, 2, 4-408 408-41",
    "00-01, 2, 00-008 008-01",
    "0-00, 1, 0-00",
  })
  void aRangeSplitsIntoEqualParts(String text, int parts, String expected) {
    assertThat(of(text).split(parts))
        .extracting(KeyRange::shardName)
        .containsExactly(expected.split(" "));
  }

  @Test
  void partsThatDoNotDivideEvenlyDifferLittle() {
    List<KeyRange> parts = KeyRange.full().split(5);
    assertThat(parts)
        .extracting(KeyRange::shardName)
        .containsExactly("0-3333", "3333-6666", "6666-9999", "9999-cccc", "cccc-inf");
  }

  @Test
  void aRangeOfOneKeyDoesNotSplit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of("80-8000").split(2))
        .withMessage("key range 8-800 has no room for 2 parts");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, KeyRange.MAX_PARTS + 1, Integer.MIN_VALUE})
  void aSenselessNumberOfPartsIsRefused(int parts) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyRange.full().split(parts))
        .withMessageContaining("into " + parts + " parts");
  }

  @Test
  void aRangeSplitsAtBoundaries() {
    assertThat(of("0-8").splitAt(List.of(bytes(0x10), bytes(0x20))))
        .containsExactly(of("0-1"), of("1-2"), of("2-8"));
    assertThat(of("0-8").splitAt(List.of())).containsExactly(of("0-8"));
  }

  @Test
  void aBoundaryOutsideOrOutOfOrderIsRefused() {
    for (List<ByteString> boundaries :
        List.of(
            List.of(bytes(0x80)),
            List.of(bytes(0x90)),
            List.of(ByteString.EMPTY),
            List.of(bytes(0x20), bytes(0x10)),
            List.of(bytes(0x20), bytes(0x20)))) {
      assertThatIllegalArgumentException()
          .as("%s", boundaries)
          .isThrownBy(() -> of("0-8").splitAt(boundaries));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> of("4-8").splitAt(List.of(bytes(0x40))));
  }

  @ParameterizedTest(name = "{1} in {0}: {2}")
  @CsvSource({
    "0-inf, 0-8 8-inf, ''",
    "0-inf, 8-inf 0-8, ''",
    "4-8, 4-6 6-8, ''",
    "0-inf, 0-4 8-inf, gap 4-8",
    "0-inf, 4-inf, gap 0-4",
    "0-inf, 0-4, gap 4-inf",
    "0-inf, 0-8 4-inf, overlap of 0-8 and 4-inf",
    "0-inf, 0-8 0-8 8-inf, overlap of 0-8 and 0-8",
    "0-inf, 0-inf 8-inf, overlap of 0-inf and 8-inf",
    "4-8, 0-8, 0-8 starts outside 4-8",
    "4-8, 4-c, 4-c ends outside 4-8",
    "0-inf, 00-inf, gap 0-00",
  })
  void aGapOrOverlapIsNamed(String whole, String parts, String fault) {
    List<KeyRange> ranges = Stream.of(parts.split(" ")).map(KeyRange::parse).toList();
    assertThat(of(whole).tilingFault(ranges).orElse("")).isEqualTo(fault);
  }

  @Test
  void nothingTilesNothing() {
    assertThat(of("4-8").tilingFault(List.of())).contains("gap 4-8");
  }

  private static KeyRange of(String text) {
    return KeyRange.parse(text);
  }

  private static ByteString bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return ByteString.copyFrom(bytes);
  }
}
