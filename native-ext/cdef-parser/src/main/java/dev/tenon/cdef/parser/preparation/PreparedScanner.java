// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.preparation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.cdt.core.dom.ast.IMacroBinding;
import org.eclipse.cdt.core.parser.EndOfFileException;
import org.eclipse.cdt.core.parser.IScanner;
import org.eclipse.cdt.core.parser.IToken;
import org.eclipse.cdt.core.parser.IncludeExportPatterns;
import org.eclipse.cdt.core.parser.OffsetLimitReachedException;
import org.eclipse.cdt.internal.core.parser.scanner.ILocationResolver;
import org.jspecify.annotations.Nullable;

/// Gives the parser the tokens of a [TokenPreparation] instead of those of the preprocessor.
final class PreparedScanner implements IScanner {

  private final IScanner preprocessor;
  private final Preparation preparation;
  private @Nullable List<IToken> tokens;
  private @Nullable EndOfFileException end;
  private int next;

  PreparedScanner(IScanner preprocessor, Preparation preparation) {
    this.preprocessor = preprocessor;
    this.preparation = preparation;
    preparation.setLocations(preprocessor.getLocationResolver());
  }

  @Override
  public IToken nextToken() throws EndOfFileException {
    List<IToken> all = tokens;
    if (all == null) {
      all = TokenPreparation.prepare(everything(), preparation);
      tokens = all;
    }
    if (next >= all.size()) {
      throw end == null ? new EndOfFileException(0) : end;
    }
    IToken token = all.get(next++);
    // The preprocessor's own order, which is another one.
    token.setNext(null);
    return token;
  }

  private List<IToken> everything() {
    List<IToken> all = new ArrayList<>();
    try {
      while (true) {
        all.add(preprocessor.nextToken());
      }
    } catch (EndOfFileException e) {
      end = e;
      return all;
    }
  }

  @Override
  public Map<String, IMacroBinding> getMacroDefinitions() {
    return preprocessor.getMacroDefinitions();
  }

  @Override
  public boolean isOnTopContext() {
    return preprocessor.isOnTopContext();
  }

  @Override
  public void cancel() {
    preprocessor.cancel();
  }

  @Override
  public ILocationResolver getLocationResolver() {
    return preprocessor.getLocationResolver();
  }

  @Override
  public void setContentAssistMode(int offset) {
    preprocessor.setContentAssistMode(offset);
  }

  @Override
  public void setSplitShiftROperator(boolean split) {
    preprocessor.setSplitShiftROperator(split);
  }

  @Override
  public void setComputeImageLocations(boolean compute) {
    preprocessor.setComputeImageLocations(compute);
  }

  @Override
  public void setTrackIncludeExport(IncludeExportPatterns patterns) {
    preprocessor.setTrackIncludeExport(patterns);
  }

  @Override
  public void setProcessInactiveCode(boolean process) {
    preprocessor.setProcessInactiveCode(process);
  }

  @Override
  public void skipInactiveCode() throws OffsetLimitReachedException {
    preprocessor.skipInactiveCode();
  }

  @Override
  public int getCodeBranchNesting() {
    return preprocessor.getCodeBranchNesting();
  }

  @Override
  public char[] getAdditionalNumericLiteralSuffixes() {
    return preprocessor.getAdditionalNumericLiteralSuffixes();
  }
}
