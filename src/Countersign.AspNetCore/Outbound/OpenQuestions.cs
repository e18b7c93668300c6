using System.Net;
using System.Runtime.InteropServices;
using Countersign.AspNetCore.Passwords;

namespace Countersign.AspNetCore.Outbound;

/// <summary>
/// How many questions an issuer has to answer at once. What comes beyond is told that it can't be judged, and one network of clients never has more than
/// a share: whoever invents tokens takes no room from others.
/// </summary>
/// <param name="most">How many there may be, 4 at least.</param>
internal sealed class OpenQuestions(int most = OpenQuestions.DefaultMost)
{
    public const int DefaultMost = 256;

    private readonly int _share = Math.Max(4, most / 4);
    private readonly Lock _gate = new();
    private readonly Dictionary<Network, int> _byNetwork = [];
    private int _open;

    /// <summary>Why there may be no more, for the operator; null when this one may be asked, and <see cref="End"/> has to follow.</summary>
    /// <param name="client">For whom it is asked; null for nobody in particular.</param>
    public string? Begin(IPAddress? client)
    {
        lock (_gate)
        {
            if (_open >= most)
                return $"The issuer has {most} questions to answer already, which is all that it is asked at once.";
            if (client is not null)
            {
                ref var own = ref CollectionsMarshal.GetValueRefOrAddDefault(_byNetwork, Network.LineOf(client), out _);
                if (own >= _share)
                    return $"The issuer has {own} questions for the client's network to answer already, which is all that one network may have.";
                own++;
            }

            _open++;
            return null;
        }
    }

    /// <summary>The question was answered, or given up.</summary>
    public void End(IPAddress? client)
    {
        lock (_gate)
        {
            _open--;
            if (client is null)
                return;
            var network = Network.LineOf(client);
            if (--CollectionsMarshal.GetValueRefOrNullRef(_byNetwork, network) == 0)
                _byNetwork.Remove(network);
        }
    }
}
