using Countersign.Inspector.Findings;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Protection.Digest;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.Lab.Simulator.Proxies;

/// <summary>What the proxy asks of whoever wants through it.</summary>
/// <param name="state">What the simulator knows.</param>
internal sealed class ProxyQuestion(SimulatorState state)
{
    /// <summary>Judges a request to the proxy.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="target">Its target: of CONNECT the host and port, else path and query.</param>
    /// <param name="from">The connection and the fields that it came with.</param>
    /// <param name="way">How the proxy behaves.</param>
    /// <param name="cancel">Breaks off.</param>
    public async ValueTask<ProxyVerdict> AskAsync(string method, string target, HttpContext from, ProxyTarget way, CancellationToken cancel)
    {
        var request = RequestOf(method, target, from);
        if (way.Has(ProxyTwists.Open))
            return new(request, null, null);
        var place = new ProtectedPlace([way.Has(ProxyTwists.Digest) ? new DigestKind("SHA-256,MD5") : new BasicKind()]);
        var judged = await place.JudgeAsync(request, cancel);
        var answer = place.Answer(judged);
        ProxyFields.Rename(answer);
        if (judged.Decision.IsAdmitted)
            return new(request, null, answer.First(ProxyFields.Info));
        answer.Diagnosis = answer.Diagnosis! with { Fix = [new(RequestChangeKind.AuthenticateToProxy, way.Has(ProxyTwists.Digest) ? "Digest" : "Basic")] };
        Misbehave(answer, way);
        return new(request, answer, null);
    }

    private static void Misbehave(SimulatedAnswer answer, ProxyTarget way)
    {
        if (way.Has(ProxyTwists.NoChallenge))
            answer.Remove(ProxyFields.Challenge);
        if (way.Has(ProxyTwists.WrongField) || way.Has(ProxyTwists.AsOrigin))
            ProxyFields.Undo(answer);
        if (way.Has(ProxyTwists.AsOrigin))
            answer.Status = 401;
        answer.Diagnosis = answer.Diagnosis! with
        {
            Wrong = [.. way.Twists.Where(twist => !twist.IsBehind && twist != ProxyTwists.Digest).Select(twist => $"{twist.Name}: {twist.Story}")],
            Checks = [.. way.Twists.SelectMany(twist => twist.Provokes).Distinct(StringComparer.Ordinal)],
        };
    }

    // The query is the origin's, and says nothing to the proxy.
    private SimulatedRequest RequestOf(string method, string target, HttpContext from)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Method = method, RawTarget = target, Headers = from.Request.Headers, Path = method == HttpMethods.Connect ? "" : "/", Scheme = "http" });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set(from.Features.Get<IHttpConnectionFeature>());
        var context = new DefaultHttpContext(features);
        return new SimulatedRequest(context, state.Clients.Of(context), state, isForProxy: true);
    }
}
