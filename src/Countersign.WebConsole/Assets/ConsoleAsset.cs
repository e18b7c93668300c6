namespace Countersign.WebConsole.Assets;

/// <summary>A file that pages load. Its address has a hash of its content, so that browsers keep it for good.</summary>
/// <param name="Name">Its name, such as <c>console.css</c>.</param>
/// <param name="Address">The name with the hash.</param>
/// <param name="Type">What it is.</param>
/// <param name="Content">Its octets.</param>
internal sealed record ConsoleAsset(string Name, string Address, string Type, ReadOnlyMemory<byte> Content);
