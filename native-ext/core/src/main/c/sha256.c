/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 (FIPS 180-4), with the instructions of the processor where it has them: Java's own takes
 * 40 ms for the first 50 KB of a process. */
#include <string.h>

#include "platform.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#else
#include <arm_neon.h>
#endif

enum { BLOCK = 64 };

static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t rotated(uint32_t word, int by) { return (word >> by) | (word << (32 - by)); }

static uint32_t big_endian(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void add_plainly(uint32_t state[8], const uint8_t *bytes, size_t blocks) {
    for (; blocks > 0; blocks--, bytes += BLOCK) {
        uint32_t w[64];
        uint32_t s[8];
        memcpy(s, state, sizeof s);
        for (int at = 0; at < 16; at++) {
            w[at] = big_endian(bytes + at * 4);
        }
        for (int at = 16; at < 64; at++) {
            uint32_t early = w[at - 15];
            uint32_t late = w[at - 2];
            w[at] = w[at - 16] + (rotated(early, 7) ^ rotated(early, 18) ^ early >> 3) + w[at - 7] +
                    (rotated(late, 17) ^ rotated(late, 19) ^ late >> 10);
        }
        for (int at = 0; at < 64; at++) {
            uint32_t one = s[7] + (rotated(s[4], 6) ^ rotated(s[4], 11) ^ rotated(s[4], 25)) +
                           ((s[4] & s[5]) ^ (~s[4] & s[6])) + constants[at] + w[at];
            uint32_t two = (rotated(s[0], 2) ^ rotated(s[0], 13) ^ rotated(s[0], 22)) +
                           ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
            memmove(s + 1, s, 7 * sizeof *s);
            s[4] += one;
            s[0] = one + two;
        }
        for (int at = 0; at < 8; at++) {
            state[at] += s[at];
        }
    }
}

#if defined(__x86_64__)

static int has_instructions(void) {
    unsigned a, b, c, d;
    if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & bit_SSSE3) == 0 || (c & bit_SSE4_1) == 0) {
        return 0;
    }
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & bit_SHA) != 0;
}

/* The registers hold the words of the state as the instructions want them: ABEF and CDGH. */
__attribute__((target("sha,sse4.1,ssse3"))) static void
add_by_instructions(uint32_t state[8], const uint8_t *bytes, size_t blocks) {
    const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
    __m128i low = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(const void *)state), 0xB1);
    __m128i high =
        _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(const void *)(state + 4)), 0x1B);
    __m128i abef = _mm_alignr_epi8(low, high, 8);
    __m128i cdgh = _mm_blend_epi16(high, low, 0xF0);
    for (; blocks > 0; blocks--, bytes += BLOCK) {
        __m128i old_abef = abef;
        __m128i old_cdgh = cdgh;
        __m128i w[4];
#pragma GCC unroll 16
        for (int at = 0; at < 16; at++) {
            __m128i now;
            if (at < 4) {
                now = _mm_shuffle_epi8(
                    _mm_loadu_si128((const __m128i *)(const void *)(bytes + at * 16)), order);
            } else {
                __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(w[at & 3], w[(at + 1) & 3]),
                                            _mm_alignr_epi8(w[(at + 3) & 3], w[(at + 2) & 3], 4));
                now = _mm_sha256msg2_epu32(sum, w[(at + 3) & 3]);
            }
            w[at & 3] = now;
            __m128i round = _mm_add_epi32(
                now, _mm_loadu_si128((const __m128i *)(const void *)(constants + at * 4)));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, round);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(round, 0x0E));
        }
        abef = _mm_add_epi32(abef, old_abef);
        cdgh = _mm_add_epi32(cdgh, old_cdgh);
    }
    low = _mm_shuffle_epi32(abef, 0x1B);
    high = _mm_shuffle_epi32(cdgh, 0xB1);
    _mm_storeu_si128((__m128i *)(void *)state, _mm_blend_epi16(low, high, 0xF0));
    _mm_storeu_si128((__m128i *)(void *)(state + 4), _mm_alignr_epi8(high, low, 8));
}

#else

static int has_instructions(void) { return tenon_has_sha256(); }

__attribute__((target("+crypto,+sha2"))) static void
add_by_instructions(uint32_t state[8], const uint8_t *bytes, size_t blocks) {
    uint32x4_t abcd = vld1q_u32(state);
    uint32x4_t efgh = vld1q_u32(state + 4);
    for (; blocks > 0; blocks--, bytes += BLOCK) {
        uint32x4_t old_abcd = abcd;
        uint32x4_t old_efgh = efgh;
        uint32x4_t w[4];
#pragma GCC unroll 16
        for (int at = 0; at < 16; at++) {
            uint32x4_t now;
            if (at < 4) {
                now = vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(bytes + at * 16)));
            } else {
                now = vsha256su1q_u32(vsha256su0q_u32(w[at & 3], w[(at + 1) & 3]), w[(at + 2) & 3],
                                      w[(at + 3) & 3]);
            }
            w[at & 3] = now;
            uint32x4_t round = vaddq_u32(now, vld1q_u32(constants + at * 4));
            uint32x4_t before = abcd;
            abcd = vsha256hq_u32(abcd, efgh, round);
            efgh = vsha256h2q_u32(efgh, before, round);
        }
        abcd = vaddq_u32(abcd, old_abcd);
        efgh = vaddq_u32(efgh, old_efgh);
    }
    vst1q_u32(state, abcd);
    vst1q_u32(state + 4, efgh);
}

#endif

void tenon_sha256(const void *content, size_t size, uint8_t hash[32], int is_plain) {
    uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    void (*add)(uint32_t[8], const uint8_t *, size_t) =
        !is_plain && has_instructions() ? add_by_instructions : add_plainly;
    size_t whole = size / BLOCK;
    size_t rest = size % BLOCK;
    uint8_t end[2 * BLOCK] = {0};
    size_t last = rest < BLOCK - 8 ? 1 : 2;
    if (rest > 0) {
        memcpy(end, (const uint8_t *)content + whole * BLOCK, rest);
    }
    end[rest] = 0x80;
    for (int at = 0; at < 8; at++) {
        end[last * BLOCK - 1 - (size_t)at] = (uint8_t)((uint64_t)size * 8 >> (8 * at));
    }
    add(state, content, whole);
    add(state, end, last);
    for (int at = 0; at < 32; at++) {
        hash[at] = (uint8_t)(state[at / 4] >> (24 - 8 * (at % 4)));
    }
}
