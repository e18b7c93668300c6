using System.Collections.Immutable;
using Countersign.Inspector.Reports;
using Countersign.Tokens;

namespace Countersign.Inspector.Tokens;

/// <summary>A decoded token for a terminal.</summary>
internal static class DecodedTokenText
{
    /// <summary>Writes what it says.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="token">The token.</param>
    /// <param name="takenOff">What stood around it.</param>
    /// <param name="whole">The token itself, when that was asked for; else null.</param>
    public static void Write(TextWriter text, DecodedToken token, ImmutableArray<string> takenOff, string? whole)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(token);
        text.WriteLine($"{KindOf(token.Kind)}, {token.Length} characters, {(token.Kind == DecodedKind.SignedToken ? "signature not checked" : "not verified")}");
        if (!takenOff.IsEmpty)
            text.WriteLine($"taken off: {string.Join(", ", takenOff)}");
        if (token.Clocks.Ahead is { } ahead)
            text.WriteLine($"clocks: {TimeWords.Of(ahead)}");
        if (whole is not null)
            text.WriteLine($"token: {ReportWords.Printable(whole)}");
        Write(text, "header", token.HeaderWords);
        Write(text, "claims", token.ClaimWords);
        foreach (var remark in token.Remarks)
            text.WriteLine($"\n{remark}");
        foreach (var fault in token.Faults)
            Write(text, fault);
    }

    private static string KindOf(DecodedKind kind) => kind switch
    {
        DecodedKind.SignedToken => "a signed token (JWS)",
        DecodedKind.EncryptedToken => "an encrypted token (JWE)",
        DecodedKind.OpaqueToken => "an opaque token",
        DecodedKind.Unreadable => "no token that can be read",
    };

    private static void Write(TextWriter text, string part, ImmutableArray<DecodedMember> members)
    {
        if (members.IsEmpty)
            return;
        text.WriteLine($"\n{part}");
        var width = Math.Min(16, members.Max(member => member.Name.Length));
        foreach (var member in members)
            text.WriteLine($"  {member.Name.PadRight(width)}  {member.Words}");
    }

    private static void Write(TextWriter text, DecodedFault found)
    {
        var (fault, row) = (found.Fault, found.Fault.Kind.Row());
        text.WriteLine();
        if (found.Place is { } place)
        {
            text.WriteLine($"  {place.Excerpt}");
            text.WriteLine($"  {new string(' ', place.Caret)}{new string('^', place.Width)}");
        }

        var member = fault.Name is { } name ? $" ({JsonWords.Shown(name)})" : "";
        text.WriteLine($"  {row.Code}, {PartOf(fault, found.Place is not null)}: {row.Sentence}{member} ({row.Section})");
    }

    private static string PartOf(TokenFault fault, bool hasPlace)
    {
        var at = hasPlace ? fault.Start + 1 : 0;
        return fault.Part switch
        {
            TokenPart.Text => at > 0 ? $"at character {at}" : "in the token",
            TokenPart.Header => at > 0 ? $"at octet {at} of the header" : "in the header",
            TokenPart.Payload => at > 0 ? $"at octet {at} of the claims" : "in the claims",
            TokenPart.Signature => "in the signature",
            TokenPart.Key => "in the key",
        };
    }
}
