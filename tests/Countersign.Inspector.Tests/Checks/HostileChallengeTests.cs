using System.Text;
using Countersign.Inspector.Reading;
using Xunit;

namespace Countersign.Inspector.Tests.Checks;

/// <summary>Challenges and credentials made to cost much are judged all the same, and say no more than people read.</summary>
public sealed class HostileChallengeTests
{
    [Theory]
    [InlineData(" ", 60_000)]
    [InlineData(",", 60_000)]
    [InlineData("a,", 30_000)]
    [InlineData("a ,\t", 15_000)]
    [InlineData("a-", 30_000)]
    [InlineData("a b", 20_000)]
    [InlineData("\"", 60_000)]
    [InlineData("\\", 60_000)]
    [InlineData("a=b,", 15_000)]
    [InlineData("a=\"\u00e4\",", 10_000)]
    [InlineData("Digest realm=a,", 4_000)]
    [InlineData("Digest,", 9_000)]
    [InlineData("Basic realm=\"10.", 4_000)]
    [InlineData("Bearer error=\"x\",", 3_500)]
    [InlineData("Digest nonce=\"n\", qop=auth,auth-int,", 1_700)]
    public void Are_judged(string piece, int times)
    {
        var text = new StringBuilder().Insert(0, piece, times);
        var transcript = $"GET / HTTP/1.1\nHost: a.example\nAuthorization: Digest {text}x\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"{text}x\"\nWWW-Authenticate: Basic {text}x\n";

        Assert.InRange(Inspection.Of(RawHttpReader.Read(transcript)).Findings.Count(finding => finding.Check.Area == "challenge"), 0, 200);
    }
}
