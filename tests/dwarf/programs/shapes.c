// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// What C's debug information can hold. It is never run.
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct list {
    struct list *next;
    const char *name;
    int (*compare)(const void *, const void *);
};
struct bits {
    unsigned first : 3;
    int second : 7;
    unsigned long long third : 40;
    unsigned char tail;
};
union word {
    uint32_t number;
    float real;
    unsigned char bytes[4];
};
enum color { RED = 1, GREEN = 5, BLUE = -2 };
typedef struct {
    double matrix[2][3];
    union word word;
    enum color color;
    struct bits bits;
    _Bool flag;
    long double wide;
    char text[16];
    struct list **pointers[4];
} shape_t;
struct flexible {
    int count;
    int items[];
};

shape_t global_shape = {.color = GREEN};
static const int limits[] = {1, 2, 3};
__thread int per_thread = 7;
volatile int sink;

static inline int scaled(int value, int factor)
{
    int product = value * factor;
    sink = product;
    return product + limits[value & 1];
}

__attribute__((noinline)) int measure(const shape_t *shape, struct flexible *extra, int rounds)
{
    int total = 0;
    for (int i = 0; i < rounds; ++i) {
        int step = scaled(i, rounds);
        total += step + (int)shape->matrix[i & 1][0];
        if (step > 100) {
            char note[8];
            snprintf(note, sizeof note, "%d", step);
            total += note[0];
        }
    }
    per_thread += total;
    return total + extra->count;
}

int main(int argc, char **argv)
{
    static struct flexible extra;
    (void)argv;
    printf("%d\n", measure(&global_shape, &extra, argc));
    return 0;
}
