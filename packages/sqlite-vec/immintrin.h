/* The part of <immintrin.h> that sqlite-vec uses, on vectors of the compiler: SIMD instructions where the module may
   have them, the same operations one by one elsewhere. So both files have the same results. */
#pragma once

typedef float __m256 __attribute__((vector_size(32)));
typedef float unaligned_m256 __attribute__((vector_size(32), aligned(4)));

#define _mm256_set1_ps(number) ((__m256){} + (number))
#define _mm256_loadu_ps(from) ((__m256)*(const unaligned_m256 *)(from))
#define _mm256_store_ps(to, vector) ((void)(*(__m256 *)(to) = (vector)))
#define _mm256_add_ps(left, right) ((left) + (right))
#define _mm256_sub_ps(left, right) ((left) - (right))
#define _mm256_mul_ps(left, right) ((left) * (right))
