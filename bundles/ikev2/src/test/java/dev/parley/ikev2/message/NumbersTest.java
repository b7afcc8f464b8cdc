package dev.parley.ikev2.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.conversation.NumberSpace;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Numbers and their names agree. */
class NumbersTest {
    @Test
    void every_constant_has_the_name_of_its_number() throws ReflectiveOperationException {
        assertNamed(NotifyType.class, NotifyType::name);
        assertNamed(ExchangeType.class, ExchangeType::name);
        assertNamed(ProtocolId.class, ProtocolId::name);
        assertNamed(IdType.class, number -> IdType.name(number).substring("ID_".length()));
        for (String name : List.of("ENCR", "PRF", "INTEG", "KE", "SN")) {
            assertThat(TransformType.name(TransformType.class.getField(name).getInt(null)))
                    .isEqualTo(name);
        }
    }

    @Test
    void a_number_without_a_name_is_printed_as_itself() {
        assertThat(NotifyType.name(40960)).isEqualTo("40960");
        assertThat(ExchangeType.name(240)).isEqualTo("exchange 240");
        assertThat(ProtocolId.name(9)).isEqualTo("protocol 9");
        assertThat(AuthMethod.name(200)).isEqualTo("authentication method 200");
        assertThat(TransformType.transformName(TransformType.KE, 1024)).isEqualTo("KE 1024");
        assertThat(TransformType.transformName(6, 36)).isEqualTo("ADDKE1 36");
        assertThat(TransformType.transformName(99, 1)).isEqualTo("transform type 99 1");
    }

    @Test
    void transforms_have_the_names_of_the_registry() {
        assertThat(TransformType.transformName(TransformType.ENCR, 20)).isEqualTo("ENCR_AES_GCM_16");
        assertThat(TransformType.transformName(TransformType.PRF, 5)).isEqualTo("PRF_HMAC_SHA2_256");
        assertThat(TransformType.transformName(TransformType.INTEG, 12)).isEqualTo("AUTH_HMAC_SHA2_256_128");
        assertThat(TransformType.transformName(TransformType.KE, 31)).isEqualTo("Curve25519");
        assertThat(TransformType.transformName(TransformType.SN, 0)).isEqualTo("32-bit Sequential Numbers");
        assertThat(TransformType.space(TransformType.KE)).contains(new NumberSpace("ikev2.key-exchange"));
        assertThat(TransformType.space(TransformType.SN)).isEmpty();
    }

    @Test
    void errors_are_the_types_below_16384() {
        assertThat(NotifyType.isError(NotifyType.CHILD_SA_NOT_FOUND)).isTrue();
        assertThat(NotifyType.isError(16383)).isTrue();
        assertThat(NotifyType.isError(NotifyType.INITIAL_CONTACT)).isFalse();
        assertThat(NotifyType.code(NotifyType.INVALID_SYNTAX).number()).isEqualTo(7);
    }

    private static void assertNamed(Class<?> numbers, IntFunction<String> names) throws IllegalAccessException {
        List<Field> constants = Arrays.stream(numbers.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == int.class)
                .toList();
        assertThat(constants).isNotEmpty();
        for (Field constant : constants) {
            assertThat(names.apply(constant.getInt(null))).isEqualTo(constant.getName());
        }
    }
}
