package io.jquant.optimize.pass;

import static io.jquant.optimize.PassTest.doesNotFire;
import static io.jquant.optimize.PassTest.rewrites;

import org.junit.jupiter.api.Test;

class ConstantNodesTest {
    private static void becomes(String attribute, String initializer) {
        rewrites(
                new ConstantNodes(),
                "-> c = Constant(){" + attribute + "}; y = Identity(c) -> y",
                "-> y = Identity(c:" + initializer + ") -> y");
    }

    @Test
    void everyFormOfAttributeIsRead() {
        becomes("value=int64[2]{3,4}", "int64[2]{3,4}");
        becomes("value_float=1.5", "float[]{1.5}");
        becomes("value_floats=[1.0,2.0]", "float[2]{1,2}");
        becomes("value_int=7", "int64[]{7}");
        becomes("value_ints=[7,8]", "int64[2]{7,8}");
        becomes("value_string=\"a\"", "string[]{\"a\"}");
        becomes("value_strings=[\"a\",\"b\"]", "string[2]{\"a\",\"b\"}");
    }

    @Test
    void aConstantThatIsAnOutputKeepsItsName() {
        rewrites(
                new ConstantNodes(),
                "x:float[1] -> y = Abs(x); c = Constant(){value=float[1]{2}} -> y, c",
                "x:float[1] -> y = Abs(x) -> y, c:float[1]{2}");
    }

    @Test
    void constantsInBodiesAreReadToo() {
        rewrites(
                new ConstantNodes(),
                """
                b:bool[] -> y = If(b){
                  then_branch=graph(-> c = Constant(){value_int=1}; t = Neg(c) -> t),
                  else_branch=graph(-> e = Identity(i:int64[]{5}) -> e)} -> y
                """,
                """
                b:bool[] -> y = If(b){
                  then_branch=graph(-> t = Neg(c:int64[]{1}) -> t),
                  else_branch=graph(-> e = Identity(i:int64[]{5}) -> e)} -> y
                """);
    }

    @Test
    void initializersAreLeftAlone() {
        doesNotFire(new ConstantNodes(), "x:float[1] -> y = Add(x, c:float[1]{2}) -> y");
    }
}
