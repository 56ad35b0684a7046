using System.Text.RegularExpressions;

namespace Ftop.Decoding.Tests.Text;

/// <summary>
/// Compares a line of the kernel that has <c>%p</c>, which the kernel prints as a keyed hash (<c>00000000a020edc0</c>) or, before it has entropy, as
/// <c>(____ptrval____)</c>, with ours that has the address. One address must always have the same hash, and two addresses different ones.
/// </summary>
internal sealed partial class HiddenAddresses
{
    private readonly Dictionary<string, string> _hashes = [];
    private readonly Dictionary<string, string> _addresses = [];

    public bool AreSame(string kernelLine, string ourLine)
    {
        string[] literals = Hidden().Split(kernelLine);
        MatchCollection hidden = Hidden().Matches(kernelLine);
        int index = 0;
        for (int i = 0; i < literals.Length; i++)
        {
            if (string.CompareOrdinal(ourLine, index, literals[i], 0, literals[i].Length) != 0)
            {
                return false;
            }

            index += literals[i].Length;
            if (i == hidden.Count)
            {
                return index == ourLine.Length;
            }

            if (index + 16 > ourLine.Length || !IsConsistent(ourLine.Substring(index, 16), hidden[i].Value))
            {
                return false;
            }

            index += 16;
        }

        return false;
    }

    private bool IsConsistent(string address, string hash)
    {
        if (!Address().IsMatch(address))
        {
            return false;
        }

        return hash[0] == '(' || ((!_hashes.TryGetValue(address, out string? knownHash) ? _hashes.TryAdd(address, hash) : knownHash == hash)
            && (!_addresses.TryGetValue(hash, out string? knownAddress) ? _addresses.TryAdd(hash, address) : knownAddress == address));
    }

    [GeneratedRegex(@"\(____ptrval____\)|(?<![0-9a-fx])00000000[0-9a-f]{8}(?![0-9a-f])")]
    private static partial Regex Hidden();

    [GeneratedRegex("^[0-9a-f]{16}$")]
    private static partial Regex Address();
}
