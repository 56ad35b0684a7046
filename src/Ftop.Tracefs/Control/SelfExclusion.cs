using System.Collections.Immutable;
using Ftop.Decoding;
using Ftop.Tracefs.Metadata;

namespace Ftop.Tracefs.Control;

/// <summary>
/// Keeps what this process does out of what a buffer records, and loses nothing else: filters on the events that are a task's doing, the list of the
/// function tracers, and the set by which counting leaves out what a new thread did before the filters knew it. Interrupts that hit its threads and
/// switches between them stay in. One caller at a time, but for <see cref="Tasks"/> and <see cref="NoteThreads"/>.
/// </summary>
public sealed class SelfExclusion
{
    private const int ListEvery = 8;
    private readonly EventControl _events;
    private readonly PidFilter _pids;
    private readonly PidNamespace _namespace;
    private volatile bool _isOn;
    private ImmutableArray<int> _inForce = [];
    private int _asked;

    internal SelfExclusion(EventControl events, PidFilter pids, PidNamespace pidNamespace) => (_events, _pids, _namespace) = (events, pids, pidNamespace);

    /// <summary>The threads that are left out, by the kernel's pids: empty while none are, or where the kernel's pids cannot be known.</summary>
    public TaskSet Tasks { get; } = new();

    /// <summary>
    /// Whether <see cref="Renew"/> would change anything: a thread came or went. One that came as another went is seen at every <see cref="ListEvery"/>th question,
    /// since their number is had for a fraction of what a list of them costs.
    /// </summary>
    public bool IsStale() => _isOn && (OwnThreads.Count() != _inForce.Length || (++_asked % ListEvery == 0 && !OwnThreads.List().SequenceEqual(_inForce)));

    /// <summary>Leaves this process out from now on; to be called before the events are on, and with all threads running that there will be.</summary>
    public void Begin()
    {
        _isOn = true;
        Renew();
    }

    /// <summary>Leaves nobody out any more: only chosen tasks are followed, of which this process is none.</summary>
    public void End()
    {
        _isOn = false;
        Tasks.Replace([]);
        _events.LeaveOut(static _ => "");
    }

    /// <summary>Lets the kernel's filters follow threads that came or went. Nothing that is recorded meanwhile is lost.</summary>
    public void Renew()
    {
        if (!_isOn)
        {
            return;
        }

        ImmutableArray<int> threads = _inForce = OwnThreads.List();
        if (_namespace.HasKernelPids)
        {
            Tasks.Replace(threads);
            _events.LeaveOut(isOfATask => TaskFilter.LeavingOut(threads, isOfATask));
            _pids.LeaveOutOfFunctions(threads);
        }
        else
        {
            OwnThreads.NameAll(threads);
            _events.LeaveOut(static isOfATask => TaskFilter.LeavingOut(OwnThreads.CommonName, isOfATask));
        }
    }

    /// <summary>
    /// Between reading events and counting them: a thread that made some of them is known afterwards. Cheap while their number stays; from any thread.
    /// </summary>
    public void NoteThreads()
    {
        if (_isOn && _namespace.HasKernelPids && OwnThreads.Count() != Tasks.Pids.Length)
        {
            Tasks.Replace(OwnThreads.List());
        }
    }
}
