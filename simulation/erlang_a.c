/* A minimal event loop for the plain Erlang-A queue: what a compiled language needs for it at the least.
 * Calls arrive at random, hold for an exponential patience, and are served first come, first served. Times in minutes.
 * With a log it writes as many rows of the same shape as the engines do: two when a call comes, two when an agent picks
 * it up, three when it ends, two when it hangs up. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

typedef struct { double time; int64_t caller; int kind; } Event; /* kind 0: a call comes, 1: one hangs up, 2: one ends */

typedef struct __attribute__((packed)) {
    double time;
    int16_t event;
    int64_t case_number, customer;
    int16_t channel, team;
    int32_t agent, contact;
    double detail;
} Row; /* the engines' row of the log, 46 bytes */

static Row *written;

static void note(double time, int64_t caller, int16_t first, int rows) {
    if (!written) return;
    for (int number = 0; number < rows; number++)
        *written++ = (Row){time, (int16_t)(first + number), caller, caller, 0, 0, 0, 1, 0.0};
}

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

/* Serve so many calls; return how many hung up, -1 without memory. The log, if there is one, has room for 7 rows a call. */
int64_t erlang_a(double between, double service, double patience, int64_t agents, int64_t calls, uint64_t seed, Row *log) {
    int64_t came = 0, next = 0, busy = 0, lost = 0;
    char *waits = calloc(calls + 1, 1);
    heap = malloc((calls + agents + 2) * sizeof(Event));
    if (!waits || !heap) return -1;
    state = seed, count = 0, written = log;
    push((Event){exponential(between), 0, 0});
    while (count > 0) {
        Event event = pop();
        if (event.kind == 0) {
            int64_t caller = came++;
            note(event.time, caller, 0, 2);
            if (came < calls) push((Event){event.time + exponential(between), came, 0});
            if (busy < agents) {
                busy++;
                note(event.time, caller, 2, 2);
                push((Event){event.time + exponential(service), caller, 2});
            } else {
                waits[caller] = 1;
                push((Event){event.time + exponential(patience), caller, 1});
            }
        } else if (event.kind == 1) {
            if (waits[event.caller]) note(event.time, event.caller, 7, 2);
            lost += waits[event.caller];
            waits[event.caller] = 0;
        } else {
            note(event.time, event.caller, 4, 3);
            while (next < came && !waits[next]) next++;
            if (next < came) {
                waits[next] = 0;
                note(event.time, next, 2, 2);
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
