#!/usr/bin/env bash
# What ftop costs on an emulated board, busybox top beside it in the same boot: time to the first complete screen, CPU while the board is idle and under
# forks, resident memory, wake-ups.
#   tests/Ftop.Benchmarks/cost-board.sh FTOP [SECONDS [MINUTES]]
# FTOP: the directory of a native build. SECONDS: each load is measured for (20). MINUTES: ftop runs on under forks and a dd, and its memory is read each
# minute (0: not at all; 15 tells whether it stays flat). BOARD names another board of tests/boards.
# Screens are drawn on a pseudo-terminal, and their bytes are counted.
set -euo pipefail
ftop=$(realpath "${1:?the directory of a native build}") seconds=${2:-20} minutes=${3:-0}
boards=$(realpath "$(dirname "$0")/../boards")
work=$(mktemp -d)
mkdir "$work/peer"
cat >"$work/peer/cost" <<'END'
#!/bin/sh
# usage: cost SECONDS MINUTES
seconds=$1 minutes=$2
now() { cut -d' ' -f1 /proc/uptime; }
minus() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a - b }'; }
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
rss() { awk '/^VmRSS/ { printf "%.1f MiB", $2 / 1024 }' "/proc/$1/status"; }
wakeups() { cat /proc/$1/task/*/status 2>/dev/null | awk '/^voluntary/ { n += $2 } END { print n }'; }
percent() { # PID: of a CPU, over the seconds
    a=$(ticks $1) w=$(wakeups $1) t=$(now)
    sleep $seconds
    awk -v a=$a -v b=$(ticks $1) -v w=$w -v x=$(wakeups $1) -v s=$(minus $(now) $t) 'BEGIN { printf "%.1f %% of a CPU, %.0f wake-ups a second", (b - a) / s, (x - w) / s }'
}
# PID: what each of its threads takes of a CPU, over the seconds.
threads() {
    for task in /proc/$1/task/*; do
        echo "${task##*/} $(cut -d' ' -f1 $task/schedstat) $(awk '/^voluntary/ { print $2 }' $task/status) $(tr ' ' _ <$task/comm)"
    done >/tmp/threads
    sleep $seconds
    while read -r task ran woken name; do
        awk -v s=$seconds -v a=$ran -v b=$(cut -d' ' -f1 /proc/$1/task/$task/schedstat) -v w=$woken -v x=$(awk '/^voluntary/ { print $2 }' /proc/$1/task/$task/status) -v n=$name \
            'BEGIN { if (x > w) printf "    %s: %.2f %%, %.1f wake-ups a second\n", n, (b - a) / s / 1e7, (x - w) / s }'
    done </tmp/threads
}
# A full-screen program on a terminal of its own: what it writes is in a file, what is typed comes from a pipe.
begin() { # NAME MARK COMMAND: waits until the mark is on its screen
    name=$1 mark=$2
    shift 2
    rm -f /tmp/keys /tmp/$name
    mkfifo /tmp/keys
    t=$(now)
    /opt/ftop/onpty /tmp/$name "$@" </tmp/keys &
    pty=$!
    exec 8>/tmp/keys
    until grep -q "$mark" /tmp/$name 2>/dev/null; do usleep 20000; done
    echo "$name: first complete screen after $(minus $(now) $t) s"
}
numbers() { # NAME: after begin, until there are some in place of what is being set up
    until grep -q 'events/s' /tmp/$1; do usleep 20000; done
    echo "$1: first numbers after $(minus $(now) $t) s"
}
pid_of() { cat /proc/$1/task/*/children | awk '{ print $1 }'; }
end() { printf q >&8; exec 8>&-; wait $pty; }

t=$(now); /opt/ftop/ftop --version >/dev/null; echo "warm: $(minus $(now) $t) s"
for turn in 1 2 3; do t=$(now); /opt/ftop/ftop --version >/dev/null; echo "ftop --version: $(minus $(now) $t) s"; done
begin top CPU busybox top -d 1
top=$(pid_of $pty)
echo "top idle: $(percent $top)"
end
for turn in 1 2; do begin ftop 'Quit' /opt/ftop/ftop; numbers ftop; [ $turn = 2 ] || { sleep 3; end; }; done
ftop=$(pid_of $pty)
sleep 5
a=$(wc -c </tmp/ftop)
echo "ftop idle: $(percent $ftop), $(rss $ftop), $((($(wc -c </tmp/ftop) - a) / seconds)) B/s"
threads $ftop
(while :; do /bin/true; usleep 16000; done) &
forks=$!
echo "ftop, forks: $(percent $ftop), $(rss $ftop)"
dd if=/dev/zero of=/dev/null bs=1 2>/dev/null &
dd=$!
threads $ftop
echo "ftop, forks and a dd at full speed: $(percent $ftop), $(rss $ftop)"
minute=0
while [ $minute -lt $minutes ]; do
    sleep 60
    minute=$((minute + 1))
    echo "ftop after minute $minute: $(rss $ftop)"
done
kill $dd
end
begin ftop-forks 'Quit' /opt/ftop/ftop
numbers ftop-forks
kill $forks
end
END
cat >"$work/onpty.c" <<'END'
// onpty FILE COMMAND...: COMMAND on a pseudo-terminal of 80x24; its output goes to FILE, standard input is typed.
#define _GNU_SOURCE // of posix_openpt and ptsname
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int count, char **arguments)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    grantpt(master);
    unlockpt(master);
    struct winsize size = { 24, 80, 0, 0 };
    ioctl(master, TIOCSWINSZ, &size);
    char *name = ptsname(master);
    pid_t child = fork();
    if (child == 0) {
        setsid();
        int slave = open(name, O_RDWR);
        ioctl(slave, TIOCSCTTY, 0);
        dup2(slave, 0), dup2(slave, 1), dup2(slave, 2);
        close(master);
        setenv("TERM", "vt100", 1);
        execvp(arguments[2], arguments + 2);
        _exit(127);
    }
    int file = open(arguments[1], O_WRONLY | O_CREAT | O_TRUNC, 0600);
    struct pollfd watched[2] = { { master, POLLIN, 0 }, { 0, POLLIN, 0 } };
    char bytes[4096];
    for (;;) {
        poll(watched, 2, -1);
        if (watched[0].revents) {
            ssize_t got = read(master, bytes, sizeof bytes);
            if (got <= 0 || write(file, bytes, got) != got)
                break;
        }
        if (watched[1].revents) {
            ssize_t got = read(0, bytes, sizeof bytes);
            if (got <= 0)
                watched[1].fd = -1;
            else if (write(master, bytes, got) != got)
                break;
        }
    }
    waitpid(child, 0, 0);
    return 0;
}
END
case ${BOARD:-x86-64-6.1} in
    arm64*) aarch64-linux-gnu-gcc -O1 -static -o "$work/peer/onpty" "$work/onpty.c" ;;
    *) gcc -O1 -static -o "$work/peer/onpty" "$work/onpty.c" ;;
esac
chmod +x "$work/peer/cost"

mkfifo "$work/keys"
OUTSIDE=$work/outside "$boards/boot.sh" "${BOARD:-x86-64-6.1}" "$ftop" "$work/peer" <>"$work/keys" >"$work/console" 2>&1 &
board=$!
trap 'kill "$board" 2>/dev/null || true; rm -rf "$work"' EXIT
until grep -q 'board#' "$work/console"; do
    kill -0 "$board" 2>/dev/null || { cat "$work/console" >&2; exit 1; }
    sleep 1
done
echo "outside ended sh /opt/ftop/cost $seconds $minutes" >"$work/keys"
until grep -q '^ended ' "$work/outside"; do
    kill -0 "$board" 2>/dev/null || { cat "$work/console" >&2; exit 1; }
    sleep 1
done
echo poweroff >"$work/keys"
wait "$board"
grep -v '^ended' "$work/outside"
