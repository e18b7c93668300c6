using System.Net;
using Countersign.Wire;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Client.Tests.Schemes.Digest;

/// <summary>Whatever a server writes, the client answers it or says why not.</summary>
public sealed class DigestPropertyTests
{
    private static readonly Gen<string> Value = Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
        Gen.Elements(
            "", "r", "n", "true", "auth", "auth-int", "auth,,auth-int", "SHA-256", "SHA-256-sess", "SHA-512-256", "MD5", "UTF-8", "\u00e4", "\ud800", "\0", "a\"b\\", "/", "//x", "///",
            "http://[::1", "http://x:99999/", "https://xn--\u00e4/", "https://xn--0/", "https://a..b/ /a", "https://\u200b/", "mailto:a", "https://api.example/%zz", "x:", new string('/', 9000)));

    private static readonly Gen<string> Name = Gen.Elements("realm", "nonce", "qop", "algorithm", "opaque", "domain", "stale", "charset", "userhash", "rspauth", "nextnonce", "nc", "cnonce");

    private static readonly Gen<string> Params =
        from parts in Gen.Zip(Name, Value).ListOf()
        from isQuoted in ArbMap.Default.GeneratorFor<bool>()
        select string.Join(", ", parts.Select(part => isQuoted ? $"{part.Item1}=\"{part.Item2.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : $"{part.Item1}={part.Item2}"));

    [Fact]
    public void Answers_any_challenge_or_says_why_not() => Prop.ForAll(Params.ToArbitrary(), Gen.Elements("", "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256, ").ToArbitrary(), (parameters, start) =>
    {
        using var server = new StubServer(seen => seen.Authorization is null ? StubServer.Refusal(start.Length > 0 ? start + parameters : "Digest " + parameters) : new(HttpStatusCode.OK));
        using var client = server.Client(AsAnybody);
        for (var i = 0; i < 2; i++)
        {
            if (Failure(() => client.GetAsync("https://api.example/a")) is { } failed)
                Assert.IsType<AuthenticationFailedException>(failed);
        }

        Assert.InRange(server.Requests.Count, 2, 4);
        Assert.All(server.Requests, seen => Assert.True(seen.Authorization is null || CredentialsReader.Read(seen.Authorization).Credentials is not null));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Takes_any_authentication_info_or_says_why_not() => Prop.ForAll(Params.ToArbitrary(), parameters =>
    {
        using var server = new StubServer(seen =>
        {
            var response = seen.Authorization is null ? StubServer.Refusal("Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256") : new(HttpStatusCode.OK);
            response.Headers.TryAddWithoutValidation("Authentication-Info", parameters);
            return response;
        });
        using var client = server.Client(AsAnybody);
        for (var i = 0; i < 2; i++)
        {
            if (Failure(() => client.GetAsync("https://api.example/a")) is { } failed)
                Assert.IsType<AuthenticationFailedException>(failed);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static void AsAnybody(ReauthenticationOptions options) =>
        options.AddDigest("https://api.example", "u", new("p"), digest => digest.AllowMd5 = digest.AllowWithoutQop = true);

    private static Exception? Failure(Func<Task<HttpResponseMessage>> send)
    {
        var sending = send();
        Assert.True(sending.IsCompleted);
        return sending.Exception?.InnerException;
    }
}
