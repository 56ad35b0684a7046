using System.Runtime.CompilerServices;
using Ftop.Decoding;

namespace Ftop.Aggregation;

/// <summary>
/// Names of tasks as the events of one CPU and window carried them, so that nobody needs to be asked for them: a task that has ended meanwhile could not be
/// found. Direct mapped, the latest name of a task stays; there from the first name on.
/// </summary>
internal sealed class TaskComms
{
    /// <summary>Size of <c>comm</c> in the events (<c>TASK_COMM_LEN</c>).</summary>
    public const int CommBytes = 16;

    private const int Places = 1 << 8;
    private Place[]? _places;
    private bool _isEmpty = true;

    /// <summary>Takes a name.</summary>
    /// <param name="pid">Kernel pid.</param>
    /// <param name="comm">First of <see cref="CommBytes"/> bytes.</param>
    public void Note(int pid, ref readonly byte comm)
    {
        if (pid == 0)
        {
            return;
        }

        _isEmpty = false;
        ref Place place = ref (_places ??= new Place[Places])[pid & (Places - 1)];
        place.Pid = pid;
        place.Comm = Unsafe.ReadUnaligned<Comm>(in comm);
    }

    /// <summary>Hands the names over and forgets them.</summary>
    public void MoveTo(ITaskNames tasks)
    {
        if (_isEmpty)
        {
            return;
        }

        foreach (ref Place place in _places.AsSpan())
        {
            if (place.Pid != 0)
            {
                tasks.Learn(place.Pid, place.Comm);
                place.Pid = 0;
            }
        }

        _isEmpty = true;
    }

    private struct Place
    {
        public int Pid;
        public Comm Comm;
    }

    [InlineArray(CommBytes)]
    private struct Comm
    {
        private byte _first;
    }
}
