using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Countersign.AspNetCore.Admission;

/// <summary>Writes the answer to a refused request: exact status and fields, and a content that says why in the form that was asked for.</summary>
public sealed class AnswerWriter
{
    /// <summary>The methods that the gateway itself has nothing against, as Allow lists them.</summary>
    internal const string AllowedMethods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    // Reached only by a configuration with very many areas; beyond it contents are made anew.
    private const int MostPrepared = 4096;

    private readonly ConcurrentDictionary<AnswerKey, AnswerTemplate> _prepared = new();

    /// <summary>Writes the whole answer, once.</summary>
    public void Write(HttpContext context, AnswerFacts facts)
    {
        var seconds = WriteFields(context, facts);
        if (facts.Location is not null)
        {
            context.Response.StatusCode = facts.Status;
            context.Response.Headers.Location = facts.Location;
            context.Response.ContentLength = 0;
            return;
        }

        if (GrpcStatus.IsCall(context.Request))
        {
            var row = facts.Shown.Row();
            var wait = seconds is null ? "" : AnswerTexts.Retry(AnswerTexts.Wait(seconds.Value));
            GrpcStatus.Write(context.Response, row.Status, $"{row.Sentence}{wait} ({row.Slug}, reference {facts.Reference})");
            return;
        }

        WriteStatus(context, facts);
        WriteContent(context, facts, facts.Shown == Refusal.RouteNotFound);
    }

    /// <summary>Writes all but the content, for a page of one's own.</summary>
    internal static void WriteHead(HttpContext context, AnswerFacts facts)
    {
        WriteFields(context, facts);
        WriteStatus(context, facts);
    }

    /// <summary>Answers how long to wait, in seconds; null when that is unknown.</summary>
    private static long? WriteFields(HttpContext context, AnswerFacts facts)
    {
        var shown = facts.Shown;
        var concealed = shown == Refusal.RouteNotFound;
        var headers = context.Response.Headers;

        headers.CacheControl = "no-store";
        headers["Countersign-Reference"] = facts.Reference;
        headers.XContentTypeOptions = "nosniff";
        headers["X-Robots-Tag"] = "noindex";

        // A concealed 403 must not differ from the 404 of an unknown address in any field.
        headers.Vary = concealed ? "Accept" : VaryOf(facts);
        if (facts.Cookie is not null)
            headers.SetCookie = facts.Cookie;
        if (!facts.Challenges.IsEmpty && !concealed)
        {
            headers.WWWAuthenticate = Lines(facts.Challenges);
            foreach (var (name, value) in facts.ChallengeFields)
                headers[name] = value;
        }

        var seconds = SecondsOf(facts);
        if (seconds is not null)
            headers.RetryAfter = seconds.Value.ToString(CultureInfo.InvariantCulture);
        if (!concealed && facts.Location is null)
            facts.Cors?.Write(headers);
        return seconds;
    }

    private static void WriteStatus(HttpContext context, AnswerFacts facts)
    {
        var (shown, headers) = (facts.Shown, context.Response.Headers);
        context.Response.StatusCode = facts.Status;
        if (shown == Refusal.MethodNotAllowed)
            headers.Allow = AllowedMethods;
        if (shown == Refusal.CleartextTransport && HttpProtocol.IsHttp11(context.Request.Protocol))
            headers.Connection = "close";
    }

    private void WriteContent(HttpContext context, AnswerFacts facts, bool concealed)
    {
        var response = context.Response;
        var media = AnswerNegotiation.Choose(context.Request);
        var template = Prepared(new AnswerKey(facts.Shown, media, concealed ? null : facts.Area, concealed ? null : SchemeOf(facts), concealed ? null : facts.Login));
        AnswerTexts.Declare(response, media);
        var host = media == AnswerMedia.Problem ? [] : HostOctets(facts.Host, media);
        var seconds = AnswerTexts.TellsToWait(facts.Shown.Row()) ? SecondsOf(facts) : null;
        var fillings = new AnswerTemplate.Fillings
        {
            Reference = facts.Reference,
            Host = host,
            Wait = seconds is { } known ? AnswerTexts.Wait(known) : "a little",
            Seconds = seconds?.ToString(CultureInfo.InvariantCulture) ?? "null",
        };
        var length = template.Length(fillings);
        response.ContentLength = length;
        if (context.Request.Method == "HEAD")
            return;

        // Not BuffersExtensions.Write: Kestrel's writer has no span of its own before the response starts. One span, one send.
        var writer = response.BodyWriter;
        template.Fill(writer.GetSpan(length), fillings);
        writer.Advance(length);
    }

    private AnswerTemplate Prepared(AnswerKey key)
    {
        if (_prepared.TryGetValue(key, out var template))
            return template;
        template = AnswerTexts.Write(key);
        if (_prepared.Count < MostPrepared)
            _prepared.TryAdd(key, template);
        return template;
    }

    /// <summary>Whole seconds, and one at least: a client that comes sooner is refused again.</summary>
    private static long? SecondsOf(AnswerFacts facts) => facts.RetryAfter is { } wait ? Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)) : null;

    private static byte[] HostOctets(string? host, AnswerMedia media) =>
        Encoding.UTF8.GetBytes(media == AnswerMedia.Html ? HtmlEncoder.Default.Encode(host ?? "") : host ?? "");

    /// <summary>The scheme that refused; without one the first that is offered.</summary>
    private static string? SchemeOf(AnswerFacts facts)
    {
        if (facts.Decision.Scheme is { } scheme)
            return scheme.Name;
        if (facts.Challenges.IsEmpty)
            return null;
        var first = facts.Challenges[0];
        var space = first.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? first : first[..space];
    }

    // Which challenges a script sees depends on the fields that give it away.
    private static string VaryOf(AnswerFacts facts)
    {
        if (facts.Login is not null)
            return facts.VariesByOrigin || facts.Cors is not null ? Navigation.Vary + ", Origin" : Navigation.Vary;
        return VaryByChallenges(facts);
    }

    private static string VaryByChallenges(AnswerFacts facts) => (!facts.Challenges.IsEmpty, facts.VariesByOrigin || facts.Cors is not null) switch
    {
        (false, false) => "Accept",
        (false, true) => "Accept, Origin",
        (true, false) => "Accept, Sec-Fetch-Mode, X-Requested-With",
        (true, true) => "Accept, Sec-Fetch-Mode, X-Requested-With, Origin",
    };

    // Nobody changes the values of a field that is written; a copy is made only where octets differ from characters.
    private static StringValues Lines(ImmutableArray<string> challenges)
    {
        if (challenges.Length == 1)
            return FieldOctets.Of(challenges[0]);
        foreach (var challenge in challenges)
        {
            if (!Ascii.IsValid(challenge))
                return (string[])[.. challenges.Select(FieldOctets.Of)];
        }

        return ImmutableCollectionsMarshal.AsArray(challenges);
    }
}
