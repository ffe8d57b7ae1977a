#pragma once
extern int errno;
#define ERANGE 34
