#pragma once
#include_next <math.h>
#define HUGE_VAL __builtin_huge_val()
float sqrtf(float);
