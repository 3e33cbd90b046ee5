// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The development packages of Debian whose headers [HeaderCensus] measures.
final class HeaderSubjects {

  private static final String TABLE =
      """
      libcurl4-openssl-dev    libcurl        curl/curl.h
      libssl-dev              openssl        openssl/ssl.h openssl/evp.h openssl/err.h openssl/x509v3.h openssl/rand.h
      libarchive-dev          libarchive     archive.h archive_entry.h
      libxml2-dev             libxml-2.0     libxml/parser.h libxml/tree.h libxml/xpath.h
      libexpat1-dev           expat          expat.h
      libzstd-dev             libzstd        zstd.h zstd_errors.h zdict.h
      libsdl2-dev             sdl2           SDL.h
      libgsl-dev              gsl            gsl/gsl_sf.h gsl/gsl_integration.h gsl/gsl_matrix.h gsl/gsl_rng.h
      libsqlite3-dev          sqlite3        sqlite3.h
      zlib1g-dev              zlib           zlib.h
      libpng-dev              libpng         png.h
      libjpeg62-turbo-dev     libjpeg        jpeglib.h
      libfreetype-dev         freetype2      freetype/freetype.h
      libcairo2-dev           cairo          cairo.h
      libglib2.0-dev          glib-2.0       glib.h
      libpcre2-dev            libpcre2-8     pcre2.h -DPCRE2_CODE_UNIT_WIDTH=8
      libevent-dev            libevent       event2/event.h event2/buffer.h event2/http.h
      libuv1-dev              libuv          uv.h
      libffi-dev              libffi         ffi.h
      liblz4-dev              liblz4         lz4.h lz4frame.h
      libbz2-dev              -bz2           bzlib.h
      liblzma-dev             liblzma        lzma.h
      libbrotli-dev           libbrotlienc   brotli/encode.h
      libsodium-dev           libsodium      sodium.h
      libgmp-dev              gmp            gmp.h
      libmpfr-dev             mpfr           mpfr.h
      libfftw3-dev            fftw3          fftw3.h
      libhdf5-dev             hdf5-serial    hdf5.h
      libudev-dev             libudev        libudev.h
      libusb-1.0-0-dev        libusb-1.0     libusb.h
      libasound2-dev          alsa           alsa/asoundlib.h
      libpulse-dev            libpulse       pulse/pulseaudio.h
      libvorbis-dev           vorbis         vorbis/codec.h
      libopus-dev             opus           opus.h
      libflac-dev             flac           FLAC/all.h
      libncurses-dev          ncurses        ncurses.h unctrl.h
      libreadline-dev         readline       readline/readline.h readline/history.h
      libyaml-dev             yaml-0.1       yaml.h
      libjansson-dev          jansson        jansson.h
      libcjson-dev            libcjson       cjson/cJSON.h
      libmicrohttpd-dev       libmicrohttpd  microhttpd.h
      libssh2-1-dev           libssh2        libssh2.h libssh2_sftp.h
      libgit2-dev             libgit2        git2.h
      libpq-dev               libpq          libpq-fe.h
      libmariadb-dev          libmariadb     mysql.h
      """;

  private HeaderSubjects() {}

  /// What is measured together.
  ///
  /// @param debian the package of Debian
  /// @param flags the package of pkg-config; empty for none
  /// @param library the name of the library where pkg-config does not know it; empty if it does
  /// @param defines macros, as `NAME=VALUE`
  record Subject(
      String debian, String flags, String library, List<String> headers, List<String> defines) {}

  /// Those whose package or header is one of the names; all of them without names.
  static List<Subject> of(List<String> names) {
    List<Subject> subjects = new ArrayList<>();
    for (String line : TABLE.lines().toList()) {
      List<String> words = Arrays.asList(line.strip().split("\\s+"));
      boolean isKnown = !words.get(1).startsWith("-");
      if (names.isEmpty() || words.stream().anyMatch(names::contains)) {
        subjects.add(
            new Subject(
                words.get(0),
                isKnown ? words.get(1) : "",
                isKnown ? "" : "lib" + words.get(1).substring(1) + ".so",
                words.stream().skip(2).filter(each -> !each.startsWith("-D")).toList(),
                words.stream()
                    .filter(each -> each.startsWith("-D"))
                    .map(each -> each.substring(2))
                    .toList()));
      }
    }
    return subjects;
  }
}
