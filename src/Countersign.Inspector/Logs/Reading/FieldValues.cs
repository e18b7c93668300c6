using Countersign.Decisions;

namespace Countersign.Inspector.Logs.Reading;

/// <summary>Puts the value of one field into what a line says.</summary>
internal static class FieldValues
{
    /// <summary>False where the value can't be one of this field.</summary>
    public static bool Take(LogField field, ReadOnlySpan<byte> value, LogClock clock, ref LogLine line)
    {
        switch (field)
        {
            case LogField.Status:
                return TakeStatus(value, ref line);
            case LogField.Time:
                return clock.TryRead(value, out line.Time);
            case LogField.Request:
                TakeRequest(value, ref line);
                return true;
            case LogField.Client:
                line.Client = Said(value);
                return !value.Contains((byte)' ');
            case LogField.Forwarded:
                var comma = value.IndexOf((byte)',');
                line.Client = Said(comma < 0 ? value : value[..comma]);
                return true;
            case LogField.User:
                line.User = Said(value);
                return true;
            case LogField.Method:
                line.Method = Said(value);
                return true;
            case LogField.Target:
                line.Target = Said(value);
                return true;
            case LogField.Agent:
                line.Agent = Said(value);
                return true;
            case LogField.Node:
                // nginx lists all that it tried; the last one answered.
                var last = value.LastIndexOf(", "u8);
                line.Node = Said(last < 0 ? value : value[(last + 2)..]);
                return true;
            case LogField.Authorization:
                TakeCredentials(value, ref line);
                return true;
            case LogField.Reason:
                line.Reason = Reasons.Find(value);
                return true;
            default:
                return true;
        }
    }

    private static ReadOnlySpan<byte> Said(ReadOnlySpan<byte> value) => value is [(byte)'-'] ? default : value;

    private static bool TakeStatus(ReadOnlySpan<byte> value, ref LogLine line)
    {
        if (value.Length != 3 || !char.IsAsciiDigit((char)value[0]) || !char.IsAsciiDigit((char)value[1]) || !char.IsAsciiDigit((char)value[2]))
        {
            // 0 or - or -1: there was no answer, which is no fault of the line.
            return value is [(byte)'0'] or [(byte)'-'] or [(byte)'-', (byte)'1'];
        }

        line.Status = ((value[0] - '0') * 100) + ((value[1] - '0') * 10) + value[2] - '0';
        return true;
    }

    private static void TakeRequest(ReadOnlySpan<byte> value, ref LogLine line)
    {
        var space = value.IndexOf((byte)' ');
        if (space <= 0)
            return;
        line.Method = value[..space];
        var target = value[(space + 1)..];
        var protocol = target.LastIndexOf((byte)' ');
        line.Target = protocol < 0 ? target : target[..protocol];
    }

    private static void TakeCredentials(ReadOnlySpan<byte> value, ref LogLine line)
    {
        if (value is [] or [(byte)'-'])
        {
            if (line.Sign == CredentialSign.Unsaid)
                line.Sign = CredentialSign.None;
            return;
        }

        line.Sign = CredentialSign.Presented;
        var end = value.IndexOfAny((byte)' ', (byte)',');
        line.Scheme = end < 0 ? value : value[..end];
    }

    /// <summary>Slugs by their octets.</summary>
    private static class Reasons
    {
        private static readonly Dictionary<ulong, Refusal> BySlug =
            RefusalCatalogue.All.ToDictionary(refusal => Octets.Hash(System.Text.Encoding.ASCII.GetBytes(refusal.Row().Slug)));

        public static Refusal? Find(ReadOnlySpan<byte> slug) => BySlug.TryGetValue(Octets.Hash(slug), out var refusal) ? refusal : null;
    }
}
