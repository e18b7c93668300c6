using System.Net;
using System.Runtime.InteropServices;
using Countersign.AspNetCore.Passwords;

namespace Countersign.AspNetCore.Intake;

/// <summary>How much memory the contents of all requests together may take while schemes verify them and until they are forwarded.</summary>
/// <param name="octets">The most, in octets.</param>
/// <param name="share">The most for one network of clients, an IPv4 address or an IPv6 /64.</param>
public sealed class ContentRoom(long octets, long share = long.MaxValue)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Network, long> _byNetwork = [];
    private long _taken;

    /// <summary>For contents that schemes verify: room for 64 of the usual greatest size, 1 MiB, and for two of the greatest that may be configured.</summary>
    internal static ContentRoom ForContents() => new(64 << 20);

    /// <summary>For forms that may hold credentials: room for 256 of the largest; strangers fill it, so that a network has a quarter of it.</summary>
    internal static ContentRoom ForForms() => new(16 << 20, share: 4 << 20);

    /// <summary>How much is taken at the moment, in octets.</summary>
    internal long Taken => Interlocked.Read(ref _taken);

    /// <summary>Takes some for a client; false when there is not as much left.</summary>
    internal bool TryTake(long more, IPAddress client)
    {
        lock (_gate)
        {
            ref var own = ref CollectionsMarshal.GetValueRefOrAddDefault(_byNetwork, Network.LineOf(client), out _);
            if (_taken + more > octets || own + more > share)
            {
                if (own == 0)
                    _byNetwork.Remove(Network.LineOf(client));
                return false;
            }

            own += more;
            _taken += more;
            return true;
        }
    }

    internal void GiveBack(long taken, IPAddress client)
    {
        if (taken == 0)
            return;
        lock (_gate)
        {
            _taken -= taken;
            var network = Network.LineOf(client);
            if ((CollectionsMarshal.GetValueRefOrNullRef(_byNetwork, network) -= taken) == 0)
                _byNetwork.Remove(network);
        }
    }
}
