#define _GNU_SOURCE
#include "CGivingWay.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

struct giving_way {
    timer_t timer;
    // Of /proc/loadavg.
    int load;
    int company;
    // The processor's time that the thread had when it last gave way, in nanoseconds.
    long long spent;
};

// A nap ends when there is nobody else any more, and in a quarter of a millisecond at the latest.
static const int longest = 5;
static const struct timespec nap = {0, 50000};

// The first part of the fourth figure says how many are ready to run (proc(5)).
static int is_due(const struct giving_way *way) {
    char text[64];
    ssize_t length = pread(way->load, text, sizeof text, 0);
    int spaces = 0, running = 0;
    for (ssize_t place = 0; place < length && spaces <= 3; place++) {
        if (text[place] == ' ') {
            spaces++;
        } else if (spaces == 3) {
            if (text[place] < '0' || text[place] > '9' || running > 100000) break;
            running = running * 10 + (text[place] - '0');
        }
    }
    return running > way->company;
}

static long long spent(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

// Where many wait, a nap is long, and the next signal is there when it ends: so much has to be done between two.
static const long long least = 400000;

static void look(int number, siginfo_t *info, void *context) {
    struct giving_way *way = info->si_value.sival_ptr;
    int code = errno;
    if (spent() - way->spent >= least) {
        for (int naps = 0; naps < longest && is_due(way); naps++) nanosleep(&nap, NULL);
        way->spent = spent();
    }
    errno = code;
}

static void mask(int how) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGRTMIN);
    pthread_sigmask(how, &signals, NULL);
}

struct giving_way *giving_way_open(int company) {
    struct giving_way *way = malloc(sizeof *way);
    if (way == NULL) return NULL;
    way->company = company;
    way->spent = spent();
    way->load = open("/proc/loadavg", O_RDONLY | O_CLOEXEC);
    struct sigaction action = {0};
    action.sa_sigaction = look;
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    struct sigevent event = {0};
    event.sigev_notify = SIGEV_THREAD_ID;
    event.sigev_signo = SIGRTMIN;
    event.sigev_value.sival_ptr = way;
    event.sigev_notify_thread_id = (pid_t)syscall(SYS_gettid);
    if (way->load < 0 || sigaction(SIGRTMIN, &action, NULL) != 0 || timer_create(CLOCK_MONOTONIC, &event, &way->timer) != 0) {
        if (way->load >= 0) close(way->load);
        free(way);
        return NULL;
    }
    // Threads inherit from those that made them, and libdispatch's block every signal.
    mask(SIG_UNBLOCK);
    // A nap is as long as it says.
    prctl(PR_SET_TIMERSLACK, 1);
    return way;
}

void giving_way_every(struct giving_way *way, long nanoseconds) {
    struct itimerspec interval = {{0, nanoseconds}, {0, nanoseconds}};
    timer_settime(way->timer, 0, &interval, NULL);
}

void giving_way_close(struct giving_way *way) {
    // One that is on its way would look at what is gone.
    mask(SIG_BLOCK);
    timer_delete(way->timer);
    close(way->load);
    free(way);
}
