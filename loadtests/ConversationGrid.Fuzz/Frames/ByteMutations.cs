namespace ConversationGrid.Fuzz.Frames;

/// <summary>Bytes changed as a bad line, a bad client or a patient enemy changes them.</summary>
internal static class ByteMutations
{
    /// <summary>A copy with a few changes.</summary>
    public static byte[] Apply(byte[] source, Random dice)
    {
        var bytes = new List<byte>(source);
        for (var n = dice.Next(1, 9); n > 0 && bytes.Count > 0; n--)
        {
            var at = dice.Next(bytes.Count);
            switch (dice.Next(8))
            {
                case 0: bytes[at] ^= (byte)(1 << dice.Next(8)); break;
                case 1: bytes[at] = (byte)dice.Next(256); break;
                case 2: bytes.Insert(at, (byte)dice.Next(256)); break;
                case 3: bytes.RemoveAt(at); break;
                case 4: bytes[at] = 0; break;
                case 5: bytes.RemoveRange(at, Math.Min(dice.Next(1, 40), bytes.Count - at)); break;
                case 6: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(dice.Next(1, 40), bytes.Count - at))); break;
                default: bytes[at] = "{}[]\",:\\0123456789"u8[dice.Next(18)]; break;
            }
        }
        return [.. bytes];
    }
}
