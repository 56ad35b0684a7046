using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Ftop.Tracefs.Undo;

/// <summary>
/// The journal's lines, as <see cref="UndoJournal"/> shows them. Written and read by hand: a serializer for two types is a megabyte of a native build.
/// Members that are not known are let through, for journals of a later ftop; a known one of another kind makes the line none of ours.
/// </summary>
internal static class JournalJson
{
    /// <summary>The line of <paramref name="owner"/>, without the line feed.</summary>
    public static byte[] Write(JournalOwner owner) => Write(owner, static (json, owner) =>
    {
        json.WriteNumber("pid"u8, owner.Pid);
        json.WriteNumber("startTime"u8, owner.StartTime);
        if (owner.Namespace is string name)
        {
            json.WriteString("namespace"u8, name);
        }
    });

    /// <summary>The line of <paramref name="step"/>, without the line feed.</summary>
    public static byte[] Write(UndoStep step) => Write(step, static (json, step) =>
    {
        json.WriteNumber("number"u8, step.Number);
        json.WriteString("kind"u8, step.Kind.ToString());
        json.WriteString("path"u8, step.Path);
        json.WriteStartArray("oldTokens"u8);
        foreach (string token in step.OldTokens)
        {
            json.WriteStringValue(token);
        }

        json.WriteEndArray();
        if (step.MountNamespace is string name)
        {
            json.WriteString("mountNamespace"u8, name);
        }
    });

    /// <summary>False where <paramref name="line"/> is not the line of an owner.</summary>
    public static bool TryRead(string line, out JournalOwner owner)
    {
        (int pid, long startTime, string? name) = (0, 0L, null);
        bool isRead = TryRead(line, (string member, ref Utf8JsonReader value) =>
        {
            switch (member)
            {
                case "pid": pid = value.GetInt32(); break;
                case "startTime": startTime = value.GetInt64(); break;
                case "namespace": name = value.GetString(); break;
                default: value.Skip(); break;
            }
        });
        owner = isRead ? new JournalOwner(pid, startTime, name) : default;
        return isRead;
    }

    /// <summary>
    /// False where <paramref name="line"/> is not the line of a step: torn, or without its number, kind or path. What is there but cannot be is read as
    /// what <see cref="UndoScope"/> refuses: an empty path, a kind that is none, tokens that are default.
    /// </summary>
    public static bool TryRead(string line, [NotNullWhen(true)] out UndoStep? step)
    {
        (int? number, UndoKind? kind, string? path, ImmutableArray<string> oldTokens, string? mountNamespace) = (null, null, null, [], null);
        bool isRead = TryRead(line, (string member, ref Utf8JsonReader value) =>
        {
            switch (member)
            {
                case "number": number = value.GetInt32(); break;
                case "kind": kind = ReadKind(ref value); break;
                case "path": path = value.GetString() ?? ""; break;
                case "oldTokens": oldTokens = ReadTokens(ref value); break;
                case "mountNamespace": mountNamespace = value.GetString(); break;
                default: value.Skip(); break;
            }
        });
        step = isRead && number is not null && kind is not null && path is not null
            ? new UndoStep { Number = number.Value, Kind = kind.Value, Path = path, OldTokens = oldTokens, MountNamespace = mountNamespace }
            : null;
        return step is not null;
    }

    private delegate void MemberReader(string member, ref Utf8JsonReader value);

    private static byte[] Write<T>(T value, Action<Utf8JsonWriter, T> writeMembers)
    {
        var line = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(line);
        json.WriteStartObject();
        writeMembers(json, value);
        json.WriteEndObject();
        json.Flush();
        return line.WrittenSpan.ToArray();
    }

    private static bool TryRead(string line, MemberReader readMember)
    {
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(line));
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                string member = json.GetString()!; // a name is never null
                json.Read();
                readMember(member, ref json);
            }

            return !json.Read(); // throws where more follows
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return false; // torn; a value of another kind, or half a surrogate pair; a number that is too large
        }
    }

    private static UndoKind ReadKind(ref Utf8JsonReader value)
    {
        if (value.TokenType == JsonTokenType.String)
        {
            foreach (UndoKind kind in Enum.GetValues<UndoKind>())
            {
                if (value.ValueTextEquals(kind.ToString()))
                {
                    return kind;
                }
            }
        }

        value.Skip();
        return (UndoKind)(-1);
    }

    private static ImmutableArray<string> ReadTokens(ref Utf8JsonReader value)
    {
        if (value.TokenType != JsonTokenType.StartArray)
        {
            value.Skip();
            return default;
        }

        List<string?> tokens = [];
        while (value.Read() && value.TokenType != JsonTokenType.EndArray)
        {
            tokens.Add(value.GetString());
        }

        return tokens.Contains(null) ? default : [.. tokens!];
    }
}
