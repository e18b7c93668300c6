using System.Runtime.InteropServices;

namespace Countersign.Inspector.Crawl.Contents;

/// <summary>A place that a content names.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Kind">What it is wanted for.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FoundLink(Uri Url, LinkKind Kind);
