using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Native;
using Ftop.Tracefs.Probes;

namespace Ftop.Tracefs.Undo;

/// <summary>Carries out one <see cref="UndoStep"/>. What is gone already counts as undone.</summary>
internal static class UndoAction
{
    // Between fork and exec a child of ours holds copies of the pipes, which keep the instance busy for that moment.
    private const int BusyTries = 20;
    private const int BusyWaitMs = 10;

    /// <param name="noted">What to undo.</param>
    /// <param name="tracefs">Where tracefs is by now.</param>
    /// <param name="owner">Who made the change.</param>
    /// <param name="done">Takes what was undone, in a line.</param>
    /// <param name="failed">Takes what could not be, in a line.</param>
    /// <returns>True if nothing is left to undo; else a line was added to <paramref name="failed"/>.</returns>
    public static bool Run(UndoStep noted, TracefsAgain tracefs, JournalOwner owner, ImmutableArray<string>.Builder done, ImmutableArray<string>.Builder failed)
    {
        if (tracefs.Reach(noted) is not UndoStep step)
        {
            failed.Add($"{noted.Path}: tracefs is mounted nowhere, and cannot be: mount -t tracefs tracefs {TracefsMount.UsualPoints[0]}, then 'ftop reset'");
            return false;
        }

        (string operation, int errno, bool was) = step.Kind switch
        {
            UndoKind.RemoveInstance => ("rmdir", RemoveInstance(step.Path, out bool existed), existed),
            UndoKind.RemoveProbe => ("remove probe from", RemoveProbe(step, out bool stood), stood),
            UndoKind.Unmount => ("umount", Unmount(step, owner, out bool mounted), mounted),
            _ => ("restore", RestoreFile(step, out bool differed), differed),
        };
        if (errno != 0)
        {
            failed.Add(Remedy.Explain(step.Path, operation, errno).Message);
            return false;
        }

        if (was)
        {
            done.Add(step.Describe());
        }

        return true;
    }

    private static int RemoveInstance(string path, out bool existed)
    {
        int errno = 0;
        for (int i = 0; i < BusyTries; i++)
        {
            errno = Libc.RemoveDirectory(path) == 0 ? 0 : Marshal.GetLastPInvokeError();
            if (errno != ErrnoNumber.Busy)
            {
                break;
            }

            Thread.Sleep(BusyWaitMs);
        }

        existed = errno == 0;
        return errno == ErrnoNumber.NoEntry ? 0 : errno;
    }

    private static int RemoveProbe(UndoStep step, out bool stood)
    {
        var list = new ControlFile(step.Path);
        stood = false;
        int errno = 0;
        foreach (string name in step.OldTokens.Where(name => ProbeList.Has(list, name)))
        {
            try
            {
                list.Append($"-:{name}");
                stood = true;
            }
            catch (TracefsException e)
            {
                errno = e.ErrnoNumber; // EBUSY: somebody else has its event on
            }
        }

        return errno is ErrnoNumber.NoEntry ? 0 : errno;
    }

    private static int Unmount(UndoStep step, JournalOwner owner, out bool mounted)
    {
        var own = (Source: TracefsMount.MountSource(owner.Pid), Point: step.Path, Type: "tracefs");
        mounted = step.MountNamespace == MountTable.CurrentNamespace() && MountTable.Read().Contains(own);
        if (!mounted)
        {
            return 0;
        }

        int errno = Libc.Unmount(step.Path, 0) == 0 ? 0 : Marshal.GetLastPInvokeError();
        return errno == ErrnoNumber.Invalid ? 0 : errno; // EINVAL: no longer a mount point
    }

    private static int RestoreFile(UndoStep step, out bool differed)
    {
        var file = new ControlFile(step.Path);
        int errno = file.TryReadText(out string now);
        differed = errno == 0 && !SavedValue.Tokens(step.Path, now).SequenceEqual(step.OldTokens);
        if (differed || (errno == 0 && SavedValue.IsListOfPids(step.Path)))
        {
            try
            {
                file.Replace(step.OldTokens);
            }
            catch (TracefsException e)
            {
                errno = e.ErrnoNumber;
            }
        }

        return errno is ErrnoNumber.NoEntry or ErrnoNumber.NoDevice ? 0 : errno;
    }
}
