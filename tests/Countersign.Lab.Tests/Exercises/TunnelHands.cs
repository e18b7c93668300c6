using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Countersign.Lab.Exercises.Proxies;
using Countersign.Lab.Exercises.Serving;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator.Protection;
using Countersign.Schemes.Digest;
using Countersign.Wire;
using Xunit;

namespace Countersign.Lab.Tests.Exercises;

/// <summary>Asks for tunnels, and asks through them, as a learner with a client of HTTP would.</summary>
internal sealed class TunnelHands(LabServer server, string learner)
{
    private const string Nonce = "0a4f113b";

    private string Host => TunnelHost.Of(learner);

    /// <summary>Does what a step says: a refused CONNECT is the end of it, unless it is answered by Digest.</summary>
    /// <returns>The head of the last answer.</returns>
    public async Task<string> DoAsync(TunnelStep step)
    {
        var authority = $"{Host}:{(step.IsCleartext ? 80 : 443)}";
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Url.Port, TestContext.Current.CancellationToken);
        var outside = socket.GetStream();
        var opened = await SendAsync(outside, "CONNECT", authority, authority, Fields("Proxy-Authorization", step.IsDigest ? null : step.ProxyLogin, step.ProxyFields));
        if (step.IsDigest)
            opened = await SendAsync(outside, "CONNECT", authority, authority, [("Proxy-Authorization", Answer(opened, "Proxy-Authenticate", "CONNECT", authority, step.ProxyLogin!))]);
        if (!opened.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal))
            return opened;
        await using var within = step.IsCleartext ? (Stream)outside : await EnterAsync(outside);
        var answer = await SendAsync(within, "GET", $"/{step.Place}", Host, Fields("Authorization", step.IsDigest ? null : step.Login, step.Fields));
        return step.IsDigest ? await SendAsync(within, "GET", $"/{step.Place}", Host, [("Authorization", Answer(answer, "WWW-Authenticate", "GET", $"/{step.Place}", step.Login!))]) : answer;
    }

    /// <summary>Asks for a tunnel to some host.</summary>
    /// <returns>The head of the answer.</returns>
    public async Task<string> ConnectAsync(string authority)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Url.Port, TestContext.Current.CancellationToken);
        return await SendAsync(socket.GetStream(), "CONNECT", authority, authority, Fields("Proxy-Authorization", "out:exit", []));
    }

    /// <summary>Trust in nobody but the authority that a server names.</summary>
    public static async Task<X509ChainPolicy> TrustAsync(LabServer server)
    {
        using var http = new HttpClient();
        var trusted = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trusted.CustomTrustStore.Add(X509Certificate2.CreateFromPem(await http.GetStringAsync(new Uri(server.Url, "authority.pem"), TestContext.Current.CancellationToken)));
        return trusted;
    }

    private static ImmutableArray<(string Name, string Value)> Fields(string name, string? login, ImmutableArray<(string Name, string Value)> others) =>
        login is null ? others : others.Add((name, LoginParameters.BasicOf(login)));

    private async Task<Stream> EnterAsync(Stream outside)
    {
        var tls = new SslStream(outside);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = Host, CertificateChainPolicy = await TrustAsync(server) }, TestContext.Current.CancellationToken);
        return tls;
    }

    private static string Answer(string refused, string field, string method, string target, string login)
    {
        var lines = refused.Split("\r\n").Where(line => line.StartsWith(field + ": ", StringComparison.Ordinal)).Select(line => line[(field.Length + 2)..]);
        var demand = DigestDemand.Read(ChallengeReader.Read([.. lines]).Challenges.First(challenge => challenge.Scheme == "Digest"), out _)!;
        var colon = login.IndexOf(':', StringComparison.Ordinal);
        return new DigestProver(demand, new(login[..colon], login[(colon + 1)..])).Authorization(method, new(target, demand.Nonce, "00000001", Nonce, "auth"), []);
    }

    private static async Task<string> SendAsync(Stream to, string method, string target, string host, IEnumerable<(string Name, string Value)> fields)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{method} {target} HTTP/1.1\r\nHost: {host}\r\n");
        foreach (var (name, value) in fields)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        await to.WriteAsync(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), TestContext.Current.CancellationToken);
        return await ReadAsync(to);
    }

    private static async Task<string> ReadAsync(Stream from)
    {
        var read = new StringBuilder();
        var octet = new byte[1];
        while (!read.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await from.ReadAsync(octet, TestContext.Current.CancellationToken) > 0)
            read.Append((char)octet[0]);
        var length = read.ToString().Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal));
        if (length is not null)
            await from.ReadExactlyAsync(new byte[int.Parse(length["Content-Length: ".Length..], CultureInfo.InvariantCulture)], TestContext.Current.CancellationToken);
        return read.ToString();
    }
}
