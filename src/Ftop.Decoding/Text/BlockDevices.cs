using System.Globalization;

namespace Ftop.Decoding.Text;

/// <summary>
/// Names of block devices by their numbers, from <c>/proc/partitions</c> (block/genhd.c <c>show_partition</c>):
/// <code>
/// major minor  #blocks  name
///
///    8        0   41943040 sda
/// </code>
/// </summary>
public sealed class BlockDevices
{
    // A machine with more disks than that shows numbers.
    private const int MaxDevices = 1 << 14;

    private readonly Dictionary<(uint Major, uint Minor), string> _names = [];

    private BlockDevices()
    {
    }

    /// <summary>No names.</summary>
    public static BlockDevices None { get; } = new();

    /// <summary>Reads the file's text; lines that are none of its are passed over.</summary>
    public static BlockDevices Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var devices = new BlockDevices();
        foreach (string line in text.Split('\n'))
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [string major, string minor, _, string name] && devices._names.Count < MaxDevices
                && uint.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out uint majorNumber)
                && uint.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out uint minorNumber))
            {
                devices._names.TryAdd((majorNumber, minorNumber), name);
            }
        }

        return devices;
    }

    /// <summary>A device's name, untrusted; null where it is not known.</summary>
    public string? Find(uint major, uint minor) => _names.GetValueOrDefault((major, minor));
}
