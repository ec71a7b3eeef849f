using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ConversationGrid.Understanding.Text;

/// <summary>Asks for memory before it is read: waiting for it is what an analysis costs.</summary>
internal static class Cache
{
    /// <summary>A hint to the processor, no access: a wrong address does no harm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Ask<T>(ref T at)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref at));
    }
}
