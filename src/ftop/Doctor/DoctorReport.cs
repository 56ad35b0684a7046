using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Ftop.Output;

namespace Ftop.Doctor;

/// <summary>
/// Everything that was found.
/// <code>
/// Permissions
///   ok    user  — root
///   warn  set_ftrace_filter  — open: EPERM even for root, so no function filters: the kernel is locked down; boot with lockdown=none
/// </code>
/// </summary>
internal sealed class DoctorReport
{
    private DoctorReport(ImmutableArray<FindingGroup> groups) => Groups = groups;

    /// <summary>The findings in the order in which they are shown.</summary>
    public ImmutableArray<FindingGroup> Groups { get; }

    /// <summary>Done where the main job can run; else that of the failures, not permitted before not supported.</summary>
    public int ExitCode
    {
        get
        {
            int[] codes = [.. Groups.SelectMany(group => group.Findings).Where(finding => finding.Level == FindingLevel.Fail).Select(finding => finding.ExitCode)];
            return codes.Contains(Output.ExitCode.NotPermitted) ? Output.ExitCode.NotPermitted : codes.Append(Output.ExitCode.Done).First();
        }
    }

    /// <summary>Looks at everything.</summary>
    public static DoctorReport Examine(Patient patient) => new(
    [
        .. ((FindingGroup[])
        [
            MountChecks.Run(patient), PermissionChecks.Run(patient), TracingChecks.Run(patient), KernelConfigChecks.Run(patient), MachineChecks.Run(patient), TerminalChecks.Run(patient),
        ]).Where(group => !group.Findings.IsEmpty),
    ]);

    /// <summary>A line for each finding, grouped, ended by what it all means.</summary>
    /// <param name="isAscii">Arrows and dashes become <c>-></c> and <c>-</c>.</param>
    public string ToText(bool isAscii)
    {
        var text = new StringBuilder();
        foreach (FindingGroup group in Groups)
        {
            text.Append(group.Title).Append('\n');
            foreach (Finding finding in group.Findings)
            {
                text.Append("  ").Append(Name(finding.Level).PadRight(6)).Append(finding.What);
                text.Append(finding.Why.Length > 0 ? $"  — {finding.Why}" : "");
                text.Append(finding.Remedy.Length > 0 ? $"; {finding.Remedy}\n" : "\n");
            }
        }

        text.Append(ExitCode == Output.ExitCode.Done ? "ftop can trace here.\n" : "ftop cannot trace here: see the lines that say FAIL.\n");
        string all = string.Join('\n', text.ToString().Split('\n').Select(PlainText.Of));
        return isAscii ? all.Replace("→", "->", StringComparison.Ordinal).Replace("—", "-", StringComparison.Ordinal) : all;
    }

    /// <summary>One JSON object: <c>{"canTrace":true,"findings":[{"group":"Mounts","level":"ok","what":"tracefs","why":"…","remedy":"…"}]}</c>; empty texts are absent.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBoolean("canTrace", ExitCode == Output.ExitCode.Done);
            json.WriteStartArray("findings");
            foreach (FindingGroup group in Groups)
            {
                foreach (Finding finding in group.Findings)
                {
                    Write(json, group.Title, finding);
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, string group, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("group", group);
        json.WriteString("level", Name(finding.Level));
        json.WriteString("what", finding.What);
        if (finding.Why.Length > 0)
        {
            json.WriteString("why", finding.Why);
        }

        if (finding.Remedy.Length > 0)
        {
            json.WriteString("remedy", finding.Remedy);
        }

        json.WriteEndObject();
    }

    private static string Name(FindingLevel level) => level switch
    {
        FindingLevel.Ok => "ok",
        FindingLevel.Warn => "warn",
        _ => "FAIL",
    };
}
