using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Intake;

/// <summary>Takes secrets out of field lines.</summary>
/// <param name="credentials">Reads credentials.</param>
/// <param name="targets">Takes secrets out of addresses.</param>
internal sealed class FieldIntake(CredentialsIntake credentials, TargetIntake targets)
{
    /// <summary>The lines as they may be shown, and what was in them.</summary>
    public (MessageFields Shown, ImmutableArray<PresentedCredentials> Found) Take(IEnumerable<MessageField> lines)
    {
        var (shown, found) = (ImmutableArray.CreateBuilder<MessageField>(), ImmutableArray.CreateBuilder<PresentedCredentials>());
        foreach (var line in lines)
            shown.Add(line with { Value = Take(line, found) });
        return (new(shown.DrainToImmutable()), found.DrainToImmutable());
    }

    private string Take(MessageField line, ImmutableArray<PresentedCredentials>.Builder found)
    {
        if (line.Is("Authorization") || line.Is("Proxy-Authorization"))
        {
            var presented = credentials.OfField(line.Is("Authorization") ? CredentialsPlace.Authorization : CredentialsPlace.ProxyAuthorization, line.Name, line.Value);
            found.Add(presented);
            return CredentialsIntake.Shown(line.Value, presented);
        }

        if (line.Is("Cookie"))
            return string.Join("; ", line.Value.Split(';', StringSplitOptions.TrimEntries).Select(pair => TakeCookie(pair, found)));
        if (line.Is("Set-Cookie"))
            return HideCookie(line.Value);
        if (SecretNames.IsField(line.Name))
        {
            found.Add(credentials.OfValue(CredentialsPlace.Field, line.Name, line.Value));
            return "***";
        }

        return line.Is("Location") || line.Is("Content-Location") || line.Is("Referer") || line.Is("Refresh") || line.Is("Link") ? targets.Take(line.Value).Shown : line.Value;
    }

    private string TakeCookie(string pair, ImmutableArray<PresentedCredentials>.Builder found)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            return "***";
        var name = pair[..equals];
        if (SecretNames.IsCookie(name))
            found.Add(credentials.OfValue(CredentialsPlace.Cookie, name, pair[(equals + 1)..]));
        return $"{name}=***";
    }

    private static string HideCookie(string value)
    {
        var equals = value.IndexOf('=', StringComparison.Ordinal);
        var end = value.IndexOf(';', StringComparison.Ordinal);
        if (equals < 0 || (end >= 0 && end < equals))
            return end < 0 ? "***" : "***" + value[end..];
        var isEmpty = value.AsSpan(equals + 1, (end < 0 ? value.Length : end) - equals - 1).IsWhiteSpace();
        return value[..(equals + 1)] + (isEmpty ? "" : "***") + (end < 0 ? "" : value[end..]);
    }
}
