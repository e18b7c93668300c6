using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Countersign.AspNetCore.Words;
using Countersign.Gateway.Doctor.Address;

namespace Countersign.Gateway.Doctor.Surroundings.Checks;

internal sealed class Listening : ISurroundingsCheck
{
    private static readonly CheckRow Row = new(
        "listeners/held",
        "Whether a running Countersign holds each listener's address, or nobody, or somebody else.",
        "Where no gateway listens, people see the error page of their browser or of the proxy.");

    public ImmutableArray<CheckRow> Rows => [Row];

    public async Task<IReadOnlyList<Finding>> LookAsync(ConfiguredPlace place, CancellationToken cancel)
    {
        var found = new List<Finding>();
        foreach (var listener in place.Configuration.Listen)
            found.Add(await LookAsync(listener.Url, "/.countersign/", listener.Http2Cleartext, place.Clock, cancel));
        if (place.Configuration.Admin is { } admin)
            found.Add(await LookAsync(admin, "/.countersign/health/live", isHttp2: false, place.Clock, cancel));
        return found;
    }

    private static async Task<Finding> LookAsync(string listen, string path, bool isHttp2, TimeProvider clock, CancellationToken cancel)
    {
        var url = ValueRules.ListenUrl(listen);
        if (url.Port == 0)
            return Row.NotChecked($"{listen} takes another port at each start.");
        var address = AddressOf(url);
        if (WhoseNot(listen, address, url.Port) is { } nobodys)
            return nobodys;
        var at = new UriBuilder(url.Scheme, Near(address).ToString(), url.Port, path).Uri;
        using var client = new AddressClient(new(at) { Patience = TimeSpan.FromSeconds(5) }, clock, new VisitTime(clock));
        var answer = await client.AskAsync(new("GET", at), cancel);
        if (answer.Failure == FailureKind.NoConnection)
            return Free(listen);
        if (answer.IsOurs || (path.EndsWith("live", StringComparison.Ordinal) && answer.Status is 200 or 401 or 421))
            return Row.Ok($"A running Countersign holds {listen}.");
        if (isHttp2)
            return Row.NotChecked($"Somebody listens at {listen}, which is not asked in HTTP/2 without TLS.");
        var who = answer.IsAnswered ? string.Create(CultureInfo.InvariantCulture, $"{answer.Server} answers {answer.Status}") : $"whoever has it gives no answer ({answer.FailureWords})";
        return Row.Fault($"Somebody else holds {listen}: {who}.", $"Stop that program, or listen elsewhere; `ss -ltnp sport = :{url.Port.ToString(CultureInfo.InvariantCulture)}` names it.");
    }

    /// <summary>What is found where nobody holds the address; null where somebody does.</summary>
    private static Finding? WhoseNot(string listen, IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            return Free(listen);
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => null,
                SocketError.AccessDenied => Row.Fault($"{Environment.UserName} may not listen at {listen}.", "Run it as its service does (CAP_NET_BIND_SERVICE), or listen on a port above 1023."),
                SocketError.AddressNotAvailable => Row.Fault($"This machine does not have the address of {listen}.", "Name one that it has, or every address: http://*:PORT."),
                _ => Row.Fault($"{listen} can't be listened on: {failure.Message}.", "Name another address or port."),
            };
        }
    }

    private static Finding Free(string listen) =>
        Row.Warning($"Nobody listens at {listen}: the gateway does not run.", "Start it: `countersign run --config FILE`, or its service; its first lines say what keeps it from starting.");

    private static IPAddress AddressOf(Uri url) => url.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(url.Host);

    private static IPAddress Near(IPAddress address)
    {
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            return IPAddress.Loopback;
        return address;
    }
}
