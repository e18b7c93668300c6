namespace Countersign.Client.Discovery;

/// <summary>A name resolves to nothing but addresses that must not be connected to.</summary>
internal sealed class UnsafeAddressException(string message) : IOException(message);
