// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.preparation;

import org.eclipse.cdt.core.dom.ast.gnu.c.GCCLanguage;
import org.eclipse.cdt.core.parser.FileContent;
import org.eclipse.cdt.core.parser.IParserLogService;
import org.eclipse.cdt.core.parser.IScanner;
import org.eclipse.cdt.core.parser.IScannerInfo;
import org.eclipse.cdt.core.parser.IncludeFileContentProvider;

/// CDT's GNU C with prepared tokens. One serves one text.
public final class PreparedLanguage extends GCCLanguage {

  private final Preparation preparation;

  public PreparedLanguage(Preparation preparation) {
    this.preparation = preparation;
  }

  @Override
  protected IScanner createScanner(
      FileContent content,
      IScannerInfo info,
      IncludeFileContentProvider files,
      IParserLogService log) {
    return new PreparedScanner(super.createScanner(content, info, files, log), preparation);
  }
}
