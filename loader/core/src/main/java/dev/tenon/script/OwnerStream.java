package dev.tenon.script;

import dev.tenon.module.ModuleOwner;
import java.io.OutputStream;
import java.util.Arrays;

/// An output stream of an interpreter, for the `print` of scripts.
final class OwnerStream extends OutputStream {

  private final ModuleOwner owner;
  private final ModuleOwner.Stream stream;

  OwnerStream(ModuleOwner owner, ModuleOwner.Stream stream) {
    this.owner = owner;
    this.stream = stream;
  }

  @Override
  public void write(int single) {
    owner.write(stream, new byte[] {(byte) single});
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    owner.write(stream, Arrays.copyOfRange(bytes, offset, offset + length));
  }

  @Override
  public void flush() {
    owner.flush(stream);
  }
}
