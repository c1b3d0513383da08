package io.jquant.load;

import io.jquant.graph.Model;
import io.jquant.proto.OperatorSetIdProto;
import io.jquant.support.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operator sets that a model or function imports. */
final class OperatorSets {
    private OperatorSets() {}

    /** Domain → version, in the order of the file. */
    static Map<String, Long> read(String file, List<OperatorSetIdProto> imports) {
        Map<String, Long> out = new LinkedHashMap<>();
        for (OperatorSetIdProto set : imports) {
            String domain = NodeReader.domain(set.getDomain());
            long version = set.getVersion();
            if (version < 1 || version > Integer.MAX_VALUE) {
                throw Problem.OPSET_INVALID.with(
                        file, "version " + version + " of " + name(domain) + " does not exist");
            }
            if (domain.isEmpty() && version > Model.NEWEST_OPSET) {
                throw Problem.OPSET_UNKNOWN.with(file, version, Model.NEWEST_OPSET);
            }
            Long before = out.putIfAbsent(domain, version);
            if (before != null && before != version) {
                throw Problem.OPSET_INVALID.with(
                        file,
                        name(domain)
                                + " is imported twice, with versions "
                                + before
                                + " and "
                                + version);
            }
        }
        return out;
    }

    private static String name(String domain) {
        return domain.isEmpty() ? "ONNX's own domain" : "domain '" + domain + "'";
    }
}
