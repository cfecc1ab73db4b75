package com.multigres.meta.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreUriTest {
  private static final String RULE =
      " of the address holds a % that two hexadecimal digits do not follow; a % itself is written"
          + " as %25";

  @ParameterizedTest
  @CsvSource({
    "postgresql://u:pa%ss@h/db, user info",
    "postgresql://u:secret%@h/db, user info",
    "postgresql://u%0:secret@h/db, user info",
    "postgresql://u:p@h%zz/db, host",
    "postgresql://u:p@h/db?a=1&password=pa%ss, option number 2",
    "postgresql://u:p@h/db#%secret, fragment",
  })
  void aBadEscapeIsToldByItsPlaceAndNeverByItsContent(String address, String place) {
    assertThatThrownBy(() -> StoreUri.parse(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the " + place + RULE)
        .hasNoCause();
  }

  @Test
  void whatIsEscapedWellIsReadAsItWasMeant() {
    StoreUri uri = StoreUri.parse("postgresql://u:p%25a+%2f@h/db");
    assertThat(uri.password()).contains("p%a+/");
    assertThat(uri.toString()).isEqualTo("postgresql://u:***@h/db");
  }
}
