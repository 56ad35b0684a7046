using System.Text;
using Ftop.Decoding;
using Ftop.Decoding.Text;

namespace Ftop.TraceDat.Replay;

/// <summary>Tasks as <c>saved_cmdlines</c> named them. A recording does not tell which of them were 32-bit.</summary>
internal sealed class RecordedTasks(TaskTable tasks) : ITaskNames
{
    private readonly Dictionary<int, string> _comms = [];

    public string CommOf(int pid)
    {
        if (!_comms.TryGetValue(pid, out string? comm))
        {
            comm = Encoding.UTF8.GetString(tasks.CommOf(pid));
            _comms.Add(pid, comm);
        }

        return comm;
    }

    public bool IsCompat(int pid) => false;
}
