using Countersign.Schemes.Basic;
using Countersign.Schemes.Digest;
using Countersign.Wire;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Field lines that carry credentials.</summary>
internal static class Credential
{
    public static string Basic(string user, string password) => "Authorization: " + BasicResponder.Authorization(user, password);

    public static string Digest(
        Challenge challenge, string target, string user = "sensor1", string password = "s3cret", string method = "GET", uint count = 1, string? content = null) =>
        "Authorization: " + CredentialsWriter.Write(DigestResponder.Respond(
            challenge, new DigestLogin(user, password), method, target, "c0ffee", count, content is null ? null : System.Text.Encoding.UTF8.GetBytes(content))!);

    /// <summary>The first Digest challenge of an answer.</summary>
    public static Challenge ChallengeOf(Reply reply, string algorithm = "SHA-256") =>
        reply.Challenges.SelectMany(line => ChallengeReader.Read(line).Challenges).First(challenge => challenge.Find("algorithm") == algorithm);

    public static async Task<Challenge> AskedAsync(RunningGateway gateway, string target, string algorithm = "SHA-256") =>
        ChallengeOf(await gateway.GetAsync(target), algorithm);

    /// <summary>The challenge with another value of a parameter.</summary>
    public static Challenge With(Challenge challenge, string name, string value) => challenge with
    {
        Params = [.. challenge.Params.Where(parameter => parameter.Name != name), new AuthParam(name, value)],
    };
}
