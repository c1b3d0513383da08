package io.jquant.operator;

import io.jquant.operator.contrib.BiasedActivation;
import io.jquant.operator.contrib.FusedConv;
import io.jquant.operator.contrib.FusedMatMul;
import io.jquant.operator.contrib.IntegerMatMul;
import io.jquant.operator.contrib.MatMulNBits;
import io.jquant.operator.contrib.QGemm;
import io.jquant.operator.contrib.QLinearAveragePool;
import io.jquant.operator.contrib.QLinearBinary;
import io.jquant.operator.contrib.QLinearConcat;
import io.jquant.operator.contrib.QLinearGlobalAveragePool;
import io.jquant.operator.contrib.QLinearSoftmax;
import io.jquant.operator.contrib.QLinearTable;
import io.jquant.operator.contrib.SkipLayerNormalization;
import io.jquant.operator.control.If;
import io.jquant.operator.control.Loop;
import io.jquant.operator.control.Scan;
import io.jquant.operator.image.ImageDecoder;
import io.jquant.operator.logic.Comparison;
import io.jquant.operator.logic.Logical;
import io.jquant.operator.logic.Predicate;
import io.jquant.operator.loss.NegativeLogLikelihoodLoss;
import io.jquant.operator.loss.SoftmaxCrossEntropyLoss;
import io.jquant.operator.math.ArgExtreme;
import io.jquant.operator.math.Arithmetic;
import io.jquant.operator.math.BitShift;
import io.jquant.operator.math.Clip;
import io.jquant.operator.math.CumSum;
import io.jquant.operator.math.Det;
import io.jquant.operator.math.Einsum;
import io.jquant.operator.math.GemmOperator;
import io.jquant.operator.math.MatMul;
import io.jquant.operator.math.Mod;
import io.jquant.operator.math.Reduce;
import io.jquant.operator.math.UnaryMath;
import io.jquant.operator.math.Variadic;
import io.jquant.operator.nn.Activation;
import io.jquant.operator.nn.AffineGrid;
import io.jquant.operator.nn.Attention;
import io.jquant.operator.nn.BatchNormalization;
import io.jquant.operator.nn.CausalConvWithState;
import io.jquant.operator.nn.Col2Im;
import io.jquant.operator.nn.Conv;
import io.jquant.operator.nn.ConvTranspose;
import io.jquant.operator.nn.DeformConv;
import io.jquant.operator.nn.Dropout;
import io.jquant.operator.nn.GlobalPool;
import io.jquant.operator.nn.GridSample;
import io.jquant.operator.nn.InstanceNormalization;
import io.jquant.operator.nn.LayerNormalization;
import io.jquant.operator.nn.LinearAttention;
import io.jquant.operator.nn.LpNormalization;
import io.jquant.operator.nn.Lrn;
import io.jquant.operator.nn.MaxRoiPool;
import io.jquant.operator.nn.MaxUnpool;
import io.jquant.operator.nn.MeanVarianceNormalization;
import io.jquant.operator.nn.NonMaxSuppression;
import io.jquant.operator.nn.Pool;
import io.jquant.operator.nn.Recurrent;
import io.jquant.operator.nn.Resize;
import io.jquant.operator.nn.RoiAlign;
import io.jquant.operator.nn.RotaryEmbedding;
import io.jquant.operator.nn.Softmax;
import io.jquant.operator.nn.SwiGlu;
import io.jquant.operator.quant.ConvInteger;
import io.jquant.operator.quant.DequantizeLinear;
import io.jquant.operator.quant.DynamicQuantizeLinear;
import io.jquant.operator.quant.MatMulInteger;
import io.jquant.operator.quant.QLinearConv;
import io.jquant.operator.quant.QLinearMatMul;
import io.jquant.operator.quant.QuantizeLinear;
import io.jquant.operator.sequence.ConcatFromSequence;
import io.jquant.operator.sequence.OptionalGetElement;
import io.jquant.operator.sequence.OptionalHasElement;
import io.jquant.operator.sequence.OptionalOf;
import io.jquant.operator.sequence.SequenceAt;
import io.jquant.operator.sequence.SequenceConstruct;
import io.jquant.operator.sequence.SequenceEmpty;
import io.jquant.operator.sequence.SequenceErase;
import io.jquant.operator.sequence.SequenceInsert;
import io.jquant.operator.sequence.SequenceLength;
import io.jquant.operator.sequence.SequenceMap;
import io.jquant.operator.sequence.SplitToSequence;
import io.jquant.operator.shape.BitCast;
import io.jquant.operator.shape.Cast;
import io.jquant.operator.shape.CastLike;
import io.jquant.operator.shape.CenterCropPad;
import io.jquant.operator.shape.Compress;
import io.jquant.operator.shape.Concat;
import io.jquant.operator.shape.Constant;
import io.jquant.operator.shape.ConstantOfShape;
import io.jquant.operator.shape.DepthToSpace;
import io.jquant.operator.shape.Expand;
import io.jquant.operator.shape.EyeLike;
import io.jquant.operator.shape.Flatten;
import io.jquant.operator.shape.Gather;
import io.jquant.operator.shape.GatherElements;
import io.jquant.operator.shape.GatherNd;
import io.jquant.operator.shape.Identity;
import io.jquant.operator.shape.NonZero;
import io.jquant.operator.shape.OneHot;
import io.jquant.operator.shape.Pad;
import io.jquant.operator.shape.Range;
import io.jquant.operator.shape.Reshape;
import io.jquant.operator.shape.ReverseSequence;
import io.jquant.operator.shape.Scatter;
import io.jquant.operator.shape.ScatterNd;
import io.jquant.operator.shape.ShapeOf;
import io.jquant.operator.shape.SizeOf;
import io.jquant.operator.shape.Slice;
import io.jquant.operator.shape.SpaceToDepth;
import io.jquant.operator.shape.Split;
import io.jquant.operator.shape.Squeeze;
import io.jquant.operator.shape.TensorScatter;
import io.jquant.operator.shape.Tile;
import io.jquant.operator.shape.TopK;
import io.jquant.operator.shape.Transpose;
import io.jquant.operator.shape.Trilu;
import io.jquant.operator.shape.Unique;
import io.jquant.operator.shape.Unsqueeze;
import io.jquant.operator.shape.Where;
import io.jquant.operator.signal.Dft;
import io.jquant.operator.signal.MelWeightMatrix;
import io.jquant.operator.signal.Stft;
import io.jquant.operator.signal.WindowFunction;
import io.jquant.operator.text.RegexFullMatch;
import io.jquant.operator.text.StringConcat;
import io.jquant.operator.text.StringNormalizer;
import io.jquant.operator.text.StringSplit;
import io.jquant.operator.text.TfIdfVectorizer;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every operator that jquant knows, one line each. */
public final class OperatorRegistry {
    private static final OperatorRegistry STANDARD = new OperatorRegistry();

    /**
     * Names an operator.
     *
     * @param domain the empty string for ONNX's own
     */
    public record Key(String domain, String type) implements Comparable<Key> {
        @Override
        public int compareTo(Key o) {
            int c = domain.compareTo(o.domain);
            return c != 0 ? c : type.compareTo(o.type);
        }
    }

    private final Map<Key, NavigableMap<Integer, Operator>> byKey = new HashMap<>();

    private OperatorRegistry() {
        // control
        add("If", new If());
        add("Loop", new Loop());
        add("Scan", new Scan());
        // sequence
        add("ConcatFromSequence", new ConcatFromSequence());
        add("Optional", new OptionalOf());
        add("OptionalGetElement", new OptionalGetElement());
        add("OptionalHasElement", new OptionalHasElement());
        add("SequenceAt", new SequenceAt());
        add("SequenceConstruct", new SequenceConstruct());
        add("SequenceEmpty", new SequenceEmpty());
        add("SequenceErase", new SequenceErase());
        add("SequenceInsert", new SequenceInsert());
        add("SequenceLength", new SequenceLength());
        add("SequenceMap", new SequenceMap());
        add("SplitToSequence", new SplitToSequence());
        // text
        add("RegexFullMatch", new RegexFullMatch());
        add("StringConcat", new StringConcat());
        add("StringNormalizer", new StringNormalizer());
        add("StringSplit", new StringSplit());
        add("TfIdfVectorizer", new TfIdfVectorizer());
        // signal
        add("BlackmanWindow", WindowFunction.blackman());
        add("DFT", new Dft());
        add("HammingWindow", WindowFunction.hamming());
        add("HannWindow", WindowFunction.hann());
        add("MelWeightMatrix", new MelWeightMatrix());
        add("STFT", new Stft());
        // image
        add("ImageDecoder", new ImageDecoder());
        // loss
        add("NegativeLogLikelihoodLoss", new NegativeLogLikelihoodLoss());
        add("SoftmaxCrossEntropyLoss", new SoftmaxCrossEntropyLoss());
        // nn
        add("AffineGrid", new AffineGrid());
        add("CausalConvWithState", new CausalConvWithState());
        add("Col2Im", new Col2Im());
        add("LinearAttention", new LinearAttention());
        add("MaxRoiPool", new MaxRoiPool());
        add("SwiGLU", new SwiGlu());
        add("Attention", new Attention());
        add("RotaryEmbedding", new RotaryEmbedding());
        add("DeformConv", new DeformConv());
        add("RoiAlign", new RoiAlign());
        add("MaxUnpool", new MaxUnpool());
        add("RNN", Recurrent.rnn());
        add("GRU", Recurrent.gru());
        add("LSTM", Recurrent.lstm());
        add("LayerNormalization", LayerNormalization.layer());
        add("RMSNormalization", LayerNormalization.rms());
        add("InstanceNormalization", InstanceNormalization.instance());
        add("GroupNormalization", InstanceNormalization.group());
        add("BatchNormalization", new BatchNormalization());
        add("MeanVarianceNormalization", new MeanVarianceNormalization());
        add("LpNormalization", new LpNormalization());
        add("LRN", new Lrn());
        add("Conv", new Conv());
        add("ConvTranspose", new ConvTranspose());
        add("MaxPool", Pool.max());
        add("AveragePool", Pool.average());
        add("LpPool", Pool.lp());
        add("GlobalAveragePool", GlobalPool.average());
        add("GlobalMaxPool", GlobalPool.max());
        add("GlobalLpPool", GlobalPool.lp());
        add("Resize", new Resize());
        add("Upsample", new Resize());
        add("GridSample", new GridSample());
        add("NonMaxSuppression", new NonMaxSuppression());
        add("Softmax", Softmax.softmax());
        add("LogSoftmax", Softmax.logSoftmax());
        add("Hardmax", Softmax.hardmax());
        add("Relu", Activation.relu());
        add("Sigmoid", Activation.sigmoid());
        add("Softplus", Activation.softplus());
        add("Softsign", Activation.softsign());
        add("Mish", Activation.mish());
        add("LeakyRelu", Activation.leakyRelu());
        add("ThresholdedRelu", Activation.thresholdedRelu());
        add("Elu", Activation.elu());
        add("Celu", Activation.celu());
        add("Selu", Activation.selu());
        add("HardSigmoid", Activation.hardSigmoid());
        add("HardSwish", Activation.hardSwish());
        add("Swish", Activation.swish());
        add("Gelu", Activation.gelu());
        add("Shrink", Activation.shrink());
        add("Dropout", new Dropout());
        // math
        add("Einsum", new Einsum());
        add("MatMul", new MatMul());
        add("Gemm", new GemmOperator());
        add("ReduceSum", Reduce.sum());
        add("ReduceMean", Reduce.mean());
        add("ReduceMax", Reduce.max());
        add("ReduceMin", Reduce.min());
        add("ReduceProd", Reduce.product());
        add("ReduceL1", Reduce.l1());
        add("ReduceL2", Reduce.l2());
        add("ReduceSumSquare", Reduce.sumSquare());
        add("ReduceLogSum", Reduce.logSum());
        add("ReduceLogSumExp", Reduce.logSumExp());
        add("ArgMax", ArgExtreme.max());
        add("ArgMin", ArgExtreme.min());
        add("Abs", UnaryMath.abs());
        add("Acos", UnaryMath.acos());
        add("Acosh", UnaryMath.acosh());
        add("Add", Arithmetic.add());
        add("Asin", UnaryMath.asin());
        add("Asinh", UnaryMath.asinh());
        add("Atan", UnaryMath.atan());
        add("Atanh", UnaryMath.atanh());
        add("BitShift", new BitShift());
        add("BitwiseAnd", Arithmetic.bitwiseAnd());
        add("BitwiseNot", UnaryMath.bitwiseNot());
        add("BitwiseOr", Arithmetic.bitwiseOr());
        add("BitwiseXor", Arithmetic.bitwiseXor());
        add("Ceil", UnaryMath.ceil());
        add("Clip", new Clip());
        add("Cos", UnaryMath.cos());
        add("Cosh", UnaryMath.cosh());
        add("CumProd", CumSum.product());
        add("CumSum", CumSum.sum());
        add("Det", new Det());
        add("Div", Arithmetic.divide());
        add("Erf", UnaryMath.erf());
        add("Exp", UnaryMath.exp());
        add("Floor", UnaryMath.floor());
        add("Log", UnaryMath.log());
        add("Max", Variadic.max());
        add("Mean", Variadic.mean());
        add("Min", Variadic.min());
        add("Mod", new Mod());
        add("Mul", Arithmetic.multiply());
        add("Neg", UnaryMath.negate());
        add("PRelu", Arithmetic.prelu());
        add("Pow", Arithmetic.power());
        add("Reciprocal", UnaryMath.reciprocal());
        add("Round", UnaryMath.round());
        add("Sign", UnaryMath.sign());
        add("Sin", UnaryMath.sin());
        add("Sinh", UnaryMath.sinh());
        add("Sqrt", UnaryMath.sqrt());
        add("Sub", Arithmetic.subtract());
        add("Sum", Variadic.sum());
        add("Tan", UnaryMath.tan());
        add("Tanh", UnaryMath.tanh());
        // logic
        add("And", Logical.and());
        add("Equal", Comparison.equal());
        add("Greater", Comparison.greater());
        add("GreaterOrEqual", Comparison.greaterOrEqual());
        add("IsInf", Predicate.isInf());
        add("IsNaN", Predicate.isNan());
        add("Less", Comparison.less());
        add("LessOrEqual", Comparison.lessOrEqual());
        add("Not", Predicate.not());
        add("Or", Logical.or());
        add("Xor", Logical.xor());
        // shape
        add("BitCast", new BitCast());
        add("CenterCropPad", new CenterCropPad());
        add("DynamicSlice", new Slice());
        add("TensorScatter", new TensorScatter());
        add("Unique", new Unique());
        add("Cast", new Cast());
        add("CastLike", new CastLike());
        add("Compress", new Compress());
        add("Concat", new Concat());
        add("Constant", new Constant());
        add("ConstantOfShape", new ConstantOfShape());
        add("DepthToSpace", new DepthToSpace());
        add("Expand", new Expand());
        add("EyeLike", new EyeLike());
        add("Flatten", new Flatten());
        add("Gather", new Gather());
        add("GatherElements", new GatherElements());
        add("GatherND", new GatherNd());
        add("Identity", new Identity());
        add("NonZero", new NonZero());
        add("OneHot", new OneHot());
        add("Pad", new Pad());
        add("Range", new Range());
        add("Reshape", new Reshape());
        add("ReverseSequence", new ReverseSequence());
        add("Scatter", new Scatter());
        add("ScatterElements", new Scatter());
        add("ScatterND", new ScatterNd());
        add("Shape", new ShapeOf());
        add("Size", new SizeOf());
        add("Slice", new Slice());
        add("SpaceToDepth", new SpaceToDepth());
        add("Split", new Split());
        add("Squeeze", new Squeeze());
        add("Tile", new Tile());
        add("TopK", new TopK());
        add("Transpose", new Transpose());
        add("Trilu", new Trilu());
        add("Unsqueeze", new Unsqueeze());
        add("Where", new Where());

        // quant
        add("QuantizeLinear", new QuantizeLinear());
        add("DequantizeLinear", new DequantizeLinear());
        add("DynamicQuantizeLinear", new DynamicQuantizeLinear());
        add("MatMulInteger", new MatMulInteger());
        add("QLinearMatMul", new QLinearMatMul());
        add("ConvInteger", new ConvInteger());
        add("QLinearConv", new QLinearConv());
        // contrib
        addContrib("QLinearAdd", QLinearBinary.add());
        addContrib("QLinearMul", QLinearBinary.multiply());
        addContrib("QLinearConcat", new QLinearConcat());
        addContrib("QLinearAveragePool", new QLinearAveragePool());
        addContrib("QLinearGlobalAveragePool", new QLinearGlobalAveragePool());
        addContrib("QLinearSigmoid", new QLinearTable(Activation.sigmoid()));
        addContrib("QLinearLeakyRelu", new QLinearTable(Activation.leakyRelu()));
        addContrib("QLinearSoftmax", new QLinearSoftmax());
        addContrib("QGemm", new QGemm());
        addContrib("FusedConv", new FusedConv());
        addContrib("FusedMatMul", new FusedMatMul());
        addContrib("Gelu", BiasedActivation.gelu());
        addContrib("BiasGelu", BiasedActivation.gelu());
        addContrib("FastGelu", BiasedActivation.fastGelu());
        addContrib("QuickGelu", BiasedActivation.quickGelu());
        addContrib("SkipLayerNormalization", new SkipLayerNormalization());
        addContrib("DynamicQuantizeMatMul", IntegerMatMul.dynamic());
        addContrib("MatMulIntegerToFloat", IntegerMatMul.toFloat());
        addContrib("MatMulNBits", new MatMulNBits());
        addContrib("DequantizeLinear", new DequantizeLinear());
        addContrib("QuantizeLinear", new QuantizeLinear());
    }

    /** The operators of this program. */
    public static OperatorRegistry standard() {
        return STANDARD;
    }

    /**
     * The form of an operator that an operator set version means.
     *
     * @return null when it is not known
     */
    public Operator find(String domain, String type, int opset) {
        NavigableMap<Integer, Operator> forms = byKey.get(new Key(domain, type));
        Map.Entry<Integer, Operator> form =
                forms == null ? null : forms.floorEntry(Math.max(opset, 1));
        return form == null ? null : form.getValue();
    }

    /**
     * All operators in order of name, with the operator set versions at which their forms begin.
     */
    public SortedMap<Key, NavigableMap<Integer, Operator>> all() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(byKey));
    }

    /** An operator of ONNX's own domain that one class serves in all its versions. */
    private void add(String type, Operator operator) {
        add("", type, 1, operator);
    }

    /** An operator of ONNX Runtime's own domain. */
    private void addContrib(String type, Operator operator) {
        add("com.microsoft", type, 1, operator);
    }

    /** A form of an operator that begins with a version of its operator set. */
    private void add(String domain, String type, int since, Operator operator) {
        byKey.computeIfAbsent(new Key(domain, type), k -> new TreeMap<>()).put(since, operator);
    }
}
