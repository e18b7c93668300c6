using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Countersign.Lab.Exercises.Solutions;

/// <summary>Gets a challenge and answers it by Digest several times, with responses that the shell computes: curl takes a new nonce for each address.</summary>
/// <param name="Place">The place.</param>
/// <param name="User">The user.</param>
/// <param name="Password">The password.</param>
/// <param name="Counts">The counts.</param>
internal sealed record DigestStep(string Place, string User, string Password, params ImmutableArray<uint> Counts) : SolutionStep
{
    /// <summary>Whether the last answer is a challenge with stale, which is answered once, with the count 1.</summary>
    public bool AnswersStale { get; init; }

    /// <summary>The same as single requests.</summary>
    public ImmutableArray<AskStep> Requests
    {
        get
        {
            var ask = new AskStep(Place) { Forgets = true };
            var answer = new AskStep(Place) { Digest = $"{User}:{Password}", LeavesStale = true };
            return [ask, .. Counts.Select(count => answer with { Count = count }), .. AnswersStale ? [answer with { Count = 1 }] : Array.Empty<AskStep>()];
        }
    }

    /// <inheritdoc/>
    public override string Shell(int number)
    {
        var shell = new StringBuilder();
        shell.Append(CultureInfo.InvariantCulture, $$"""
            h() { printf '%s' "$1" | sha256sum | cut -d ' ' -f 1; }
            part() { printf '%s\n' "$answer" | sed -n "s/^WWW-Authenticate: .*$1=\"\([^\"]*\)\".*/\1/p"; }
            uri=$(printf '%s' "$LAB/{{Place}}" | sed 's|^http://[^/]*||')
            digest() {
              response=$(h "$(h "{{User}}:$realm:{{Password}}"):$nonce:$1:0a4f113b:auth:$(h "GET:$uri")")
              answer=$(curl -si -H "Authorization: Digest username=\"{{User}}\", realm=\"$realm\", nonce=\"$nonce\", uri=\"$uri\", algorithm=SHA-256, qop=auth, nc=$1, cnonce=\"0a4f113b\", response=\"$response\"" "$LAB/{{Place}}")
            }
            answer=$(curl -si "$LAB/{{Place}}"); realm=$(part realm); nonce=$(part nonce)
            """);
        foreach (var count in Counts)
            shell.Append(CultureInfo.InvariantCulture, $"\ndigest {count:x8}");
        if (AnswersStale)
            shell.Append("\nnonce=$(part nonce); digest 00000001");
        return shell.ToString();
    }
}
