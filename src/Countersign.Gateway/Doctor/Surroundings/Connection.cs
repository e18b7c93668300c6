using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Countersign.AspNetCore.Outbound;
using Countersign.AspNetCore.Telemetry;

namespace Countersign.Gateway.Doctor.Surroundings;

/// <summary>Tries whether somebody takes connections. Nothing is asked.</summary>
internal static class Connection
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Why there is no connection, with TLS where the address has it; null when there is one.</summary>
    /// <exception cref="OperationCanceledException">The caller ended it.</exception>
    public static async Task<string?> WhyNotAsync(Uri url, string? authorities, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(url.IdnHost, url.Port, limit.Token);
            if (url.Scheme != Uri.UriSchemeHttps)
                return null;
            await using var tls = new SslStream(new NetworkStream(socket));
            var options = authorities is null ? new SslClientAuthenticationOptions() : TrustedAuthorities.Only(authorities);
            options.TargetHost = url.IdnHost;
            await tls.AuthenticateAsClientAsync(options, limit.Token);
            return null;
        }
        catch (Exception failure) when (failure is SocketException or IOException or AuthenticationException)
        {
            return PeerText.Failure(failure.GetBaseException().Message.TrimEnd('.'));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return "no connection within 5 s";
        }
    }
}
