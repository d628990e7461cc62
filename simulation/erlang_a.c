/* A minimal event loop for the plain Erlang-A queue: what a compiled language needs for it at the least, without any log.
 * Calls arrive at random, hold for an exponential patience, and are served first come, first served. Times in minutes. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

typedef struct { double time; int64_t caller; int kind; } Event; /* kind 0: a call comes, 1: one hangs up, 2: one ends */

static Event *heap;
static int64_t count;
static uint64_t state;

static double exponential(double mean) { /* splitmix64 */
    uint64_t z = (state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    z ^= z >> 31;
    return -log(((double)(z >> 11) + 0.5) * 0x1p-53) * mean;
}

static void push(Event event) {
    int64_t place = count++;
    while (place > 0 && heap[(place - 1) / 2].time > event.time) {
        heap[place] = heap[(place - 1) / 2];
        place = (place - 1) / 2;
    }
    heap[place] = event;
}

static Event pop(void) {
    Event first = heap[0], last = heap[--count];
    int64_t place = 0, below;
    while ((below = 2 * place + 1) < count) {
        if (below + 1 < count && heap[below + 1].time < heap[below].time) below++;
        if (heap[below].time >= last.time) break;
        heap[place] = heap[below];
        place = below;
    }
    heap[place] = last;
    return first;
}

/* Serve so many calls; return how many hung up, -1 without memory. */
int64_t erlang_a(double between, double service, double patience, int64_t agents, int64_t calls, uint64_t seed) {
    int64_t came = 0, next = 0, busy = 0, lost = 0;
    char *waits = calloc(calls + 1, 1);
    heap = malloc((calls + agents + 2) * sizeof(Event));
    if (!waits || !heap) return -1;
    state = seed, count = 0;
    push((Event){exponential(between), 0, 0});
    while (count > 0) {
        Event event = pop();
        if (event.kind == 0) {
            int64_t caller = came++;
            if (came < calls) push((Event){event.time + exponential(between), came, 0});
            if (busy < agents) {
                busy++;
                push((Event){event.time + exponential(service), caller, 2});
            } else {
                waits[caller] = 1;
                push((Event){event.time + exponential(patience), caller, 1});
            }
        } else if (event.kind == 1) {
            lost += waits[event.caller];
            waits[event.caller] = 0;
        } else {
            while (next < came && !waits[next]) next++;
            if (next < came) {
                waits[next] = 0;
                push((Event){event.time + exponential(service), next, 2});
            } else {
                busy--;
            }
        }
    }
    free(waits);
    free(heap);
    return lost;
}
