using System.Globalization;
using System.Text;
using Countersign.Lab.Simulator;
using Countersign.Schemes.Digest;
using Countersign.Wire;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>What a visitor keeps of Digest from one answer to the next: the best challenge, the nonce for the next request, and its count.</summary>
internal sealed class DigestVisit
{
    private DigestDemand? _demand;
    private string? _nonce;
    private int _count;

    /// <summary>Takes in what an answer says.</summary>
    public void Learn(string answer)
    {
        var head = answer.Split("\r\n\r\n")[0].Split("\r\n");
        if (Values(head, "WWW-Authenticate").SelectMany(line => ChallengeReader.Read(line).Challenges).Where(each => each.Scheme == "Digest").Select(each => DigestDemand.Read(each, out _)).FirstOrDefault(each => each?.Algorithm is not null) is { } demand)
            (_demand, _nonce, _count) = (demand, demand.Nonce, 0);
        if (Values(head, "Authentication-Info").Select(line => AuthenticationInfoReader.Read(line).Find("nextnonce")).FirstOrDefault() is { } next)
            (_nonce, _count) = (next, 0);
    }

    /// <summary>The credentials of a call; null for one without.</summary>
    public string? Answer(SimulatedCall call)
    {
        if (call.Password is not { } password)
            return null;
        Assert.True(_demand is not null && _nonce is not null, "There is no challenge to answer.");
        var qop = !_demand.HasQop ? "" : _demand.OffersAuth ? "auth" : "auth-int";
        var count = (++_count).ToString("x8", CultureInfo.InvariantCulture);
        var parts = qop.Length == 0 ? new DigestParts(call.Target, _nonce, "", "", "") : new DigestParts(call.Target, _nonce, count, "0a4f113b", qop);
        var content = new DigestContentHash(_demand.Algorithm!);
        content.Append(Encoding.UTF8.GetBytes(call.Content ?? ""));
        return new DigestProver(_demand, new("anna", password)).Authorization(call.Method, parts, qop == "auth-int" ? content.Finish() : []);
    }

    private static IEnumerable<string> Values(string[] head, string name) => head.Where(line => line.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 2)..]);
}
