// A thread that computes for a long time, and has a signal interrupt it to look whether others wait for the processor.
// In C, because a handler may run at any instruction, where Swift may not. It reads a file, sleeps, and does no more.

struct giving_way;

// Makes what the calling thread gives way with. `company` is how many threads may be running on the machine without
// anybody else being there. NULL where the system has no timers left or does not say what runs.
struct giving_way *giving_way_open(int company);

// Looks every so many nanoseconds from now on, less than a second; with 0 no more.
void giving_way_every(struct giving_way *way, long nanoseconds);

// Frees it. To be called by the thread that made it.
void giving_way_close(struct giving_way *way);
