namespace Countersign.Inspector.Crawl.Network;

/// <summary>A name leads to an address of a private network, which is not asked.</summary>
internal sealed class PrivateAddressException(string host) : IOException($"{host} is an address of a private network")
{
}
