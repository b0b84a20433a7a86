from app import plain


class Any:
    weight = 4


print(plain.weight(Any), plain.is_keel(1), plain.Keel)
