package dev.tenon.cdef.parser;

import dev.tenon.cdef.model.DataModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.cdt.core.dom.ast.IASTDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTTranslationUnit;
import org.eclipse.cdt.core.parser.DefaultLogService;
import org.eclipse.cdt.core.parser.FileContent;
import org.eclipse.cdt.core.parser.ScannerInfo;
import org.eclipse.core.runtime.CoreException;

/// A header as the parser sees it, with all that it includes.
///
/// @param defines the macros of the header itself, with whether they take arguments
record HeaderUnit(
    Path header,
    IASTTranslationUnit unit,
    Preparation preparation,
    Map<String, Boolean> defines,
    DataModel model) {

  private static final Pattern DEFINE =
      Pattern.compile(
          "^[ \\t]*#[ \\t]*define[ \\t]+([A-Za-z_]\\w*+)(\\(|[ \\t]+(?=[^ \\t\\n/]))",
          Pattern.MULTILINE);

  /// Parses a header.
  ///
  /// @param folders where included headers are looked for
  static HeaderUnit parse(Path header, List<Path> folders, DataModel model) throws IOException {
    Map<String, Boolean> defines = new LinkedHashMap<>();
    Matcher found = DEFINE.matcher(SystemHeaders.read(header));
    while (found.find()) {
      defines.put(found.group(1), found.group(2).equals("("));
    }
    StringBuilder text = new StringBuilder("#include \"%s\"\n".formatted(header));
    defines.forEach((name, takesArguments) -> {
      if (!takesArguments) {
        text.append(
            "#ifdef %s\nint %s%s = (%s);\n#endif\n"
                .formatted(name, SourceText.CONSTANT, name, name));
      }
    });
    Preparation preparation = new Preparation();
    SystemHeaders headers = new SystemHeaders();
    try {
      Map<String, String> macros = TranslationUnits.macros(model);
      macros.put(model.charSigned() ? "__x86_64__" : "__aarch64__", "1");
      IASTTranslationUnit unit =
          new PreparedLanguage(preparation)
              .getASTTranslationUnit(
                  FileContent.create("whole.c", text.toString().toCharArray()),
                  new ScannerInfo(
                      macros, folders.stream().map(Path::toString).toArray(String[]::new)),
                  headers,
                  null,
                  0,
                  new DefaultLogService());
      headers.requireWhole();
      return new HeaderUnit(header, unit, preparation, defines, model);
    } catch (CoreException e) {
      throw new IOException("the C parser failed on " + header, e);
    }
  }

  /// Whether a declaration stands in the header itself.
  boolean isOwn(IASTDeclaration declaration) {
    return declaration.getContainingFilename().equals(header.toString());
  }

  /// Whether a declaration stands in one of the lines that were added.
  boolean isAdded(IASTDeclaration declaration) {
    return declaration.getContainingFilename().equals("whole.c");
  }
}
